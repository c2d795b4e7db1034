import { requestById } from "#db/queries/requests";
import { actions } from "#lib/opsgenie/actions";
import { callOf, type Verb } from "#lib/opsgenie/calls";
import type { Admitted } from "#lib/opsgenie/exchange";
import { opsgenieAliasOf } from "#lib/opsgenie/stored-alerts";
import { Refusal } from "#lib/refusal";

/** What became of a write, as clients ask for it after each. */
export async function requestStatus({ call, sender }: Admitted): Promise<Record<string, unknown>> {
  const { integration, scope } = sender;
  const request = await requestById(integration.id, call.named);
  if (!request) throw new Refusal("not_found", "Request not found. It might not be processed, yet.");
  const { name, done } = wordsOf(request);
  const [alertId] = request.incidentIds;
  const isSuccess = request.outcome === "accepted" && alertId !== undefined;
  return {
    data: {
      success: isSuccess,
      action: name,
      processedAt: new Date(request.receivedAt.getTime() + request.durationMs).toISOString(),
      integrationId: integration.id,
      isSuccess,
      status: isSuccess ? done : (request.reason ?? "Alert does not exist"),
      alertId: alertId ?? "",
      alias: alertId ? ((await opsgenieAliasOf(scope, alertId)) ?? "") : "",
    },
  };
}

function wordsOf({ method, path }: { method: string; path: string }): { name: string; done: string } {
  const call = callOf(method, path);
  if (call && "verb" in call && isAction(call.verb)) return actions[call.verb];
  return { name: "Create", done: "Created alert" };
}

const isAction = (verb: Verb): verb is keyof typeof actions => Object.hasOwn(actions, verb);
