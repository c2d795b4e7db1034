import { now } from "#lib/clock";
import { addNote } from "#lib/incidents/add-note";
import { actions } from "#lib/opsgenie/actions";
import { actorOf } from "#lib/opsgenie/actor-of";
import type { ActionVerb } from "#lib/opsgenie/calls";
import type { Admitted } from "#lib/opsgenie/exchange";
import { inOrder } from "#lib/opsgenie/in-order";
import { keepRequest, settleRequest } from "#lib/opsgenie/keep-request";
import { namedBy, orderKey, referenceTo } from "#lib/opsgenie/reference";
import { opsgenieAlertBy } from "#lib/opsgenie/stored-alerts";
import { textOf } from "#lib/reading/text-of";
import { Refusal } from "#lib/refusal";

/** What became of an action. With Opsgenie a client asks for it later; here it is known before the answer. */
export type Outcome = { alertId: string | null; failure: string | null };

export const noSuchAlert = "Alert does not exist";

/** Does what a client asks to an alert. An alert that is not there is no error: the status of the request says it. */
export async function actOnAlert(verb: ActionVerb, admitted: Admitted): Promise<Outcome> {
  const { call, receivedAt, sender } = admitted;
  const input = call.action ? { ...admitted.input, action: call.action } : admitted.input;
  const named = namedBy(call, input);
  const act = actions[verb].prepare(input, receivedAt);
  return inOrder(orderKey(sender.scope, named.type, named.identifier), async () => {
    // What ends trouble always gets in, as with every source.
    const counts = verb !== "close" && verb !== "delete";
    await keepRequest(admitted, { outcome: "ignored", reason: "Not finished.", counts, events: [] });
    const outcome = await attempt();
    const { alertId, failure } = outcome;
    await settleRequest(admitted, {
      outcome: failure === null ? "accepted" : "ignored",
      reason: failure ?? actions[verb].done,
      incidentIds: alertId === null ? [] : [alertId],
    });
    return outcome;
  });

  async function attempt(): Promise<Outcome> {
    const reference = referenceTo(named);
    const alert = reference && (await opsgenieAlertBy(sender.scope, reference));
    if (!alert) return { alertId: null, failure: noSuchAlert };
    const by = { actor: actorOf(admitted), now: now() };
    try {
      await act(alert, by);
      const note = verb === "addNote" ? undefined : textOf(input.note);
      if (note) await addNote(alert.id, note, by);
      return { alertId: alert.id, failure: null };
    } catch (error) {
      if (error instanceof Refusal) return { alertId: alert.id, failure: error.message };
      throw error;
    }
  }
}
