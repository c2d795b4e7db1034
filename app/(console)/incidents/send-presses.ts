import type { QueryClient } from "@tanstack/react-query";
import { Unanswered } from "#lib/browser/ask";
import { askInTime } from "#lib/browser/ask-in-time";
import type { Verdict } from "#lib/browser/incident";
import { changePresses, readPresses } from "#lib/browser/press-store";
import { type Act, asAfter, begun, type Press, settledBy, troubled, unsentOf, without } from "#lib/browser/presses";
import { incidentsKey, updateRows } from "./cached-rows";
import { lookAgain } from "./look-again";
import { bodyOf } from "./press-bodies";
import { sayDone, sayTroubled } from "./press-notices";

export type Context = { queries: QueryClient; zone: string };
export type Done = { press: Press; changed: boolean; verdict?: Verdict };
export type Failed = { press: Press; error: Unanswered };
/** Whether all of it was done, and whether Tocsin said so or refused the rest. */
export type Result = { done: boolean; answered: boolean };

/** Sends presses of one verb and says what became of them. Those in trouble stay marked; sent again they keep their id. */
export async function sendPresses(presses: Press[], context: Context): Promise<Result> {
  if (presses.length === 0) return { done: true, answered: true };
  const wasOffline = !navigator.onLine;
  changePresses((all) => begun(all, presses));
  const outcomes = await outcomesOf(presses);
  const done = outcomes.filter((outcome) => "changed" in outcome);
  const failed = outcomes.filter((outcome) => "error" in outcome);
  if (done.length > 0) takeIn(done, context);
  if (failed.length > 0) mark(failed, wasOffline, context);
  void context.queries.invalidateQueries({ queryKey: incidentsKey });
  return { done: failed.length === 0, answered: failed.every(isAnswer) };
}

/** Sends again what is still in trouble. Where it is not known whether it arrived, the incident is read first. */
export async function retryPresses(presses: Press[], context: Context): Promise<Result> {
  const doubtful = presses.filter((press) => press.state === "not confirmed");
  await lookAgain(
    doubtful.map((press) => press.seen.id),
    context.queries,
  );
  const ids = new Set(presses.map(({ id }) => id));
  const left = unsentOf(readPresses()).filter((press) => ids.has(press.id));
  const kinds = Map.groupBy(left, (press) => press.act.verb);
  const results: Result[] = [];
  for (const alike of kinds.values()) {
    const again = alike.map(({ id, act, seen }): Press => ({ id, act, seen, state: "sending" }));
    results.push(await sendPresses(again, context));
  }
  return { done: results.every(({ done }) => done), answered: results.every(({ answered }) => answered) };
}

async function outcomesOf(presses: Press[]): Promise<(Done | Failed)[]> {
  const kinds = Map.groupBy(presses, ({ act }) => JSON.stringify(act));
  return (await Promise.all([...kinds.values()].map(outcomesOfAlike))).flat();
}

function outcomesOfAlike(presses: Press[]): Promise<(Done | Failed)[]> {
  const [first] = presses;
  if (first && presses.length > 1 && isForMany(first.act)) return askForMany(first.act, presses);
  return Promise.all(
    presses.map(async (press) => {
      try {
        const verdict = await askFor(press);
        return { press, changed: verdict.changed, verdict };
      } catch (error) {
        return { press, error: unansweredOf(error) };
      }
    }),
  );
}

const mostAtOnce = 500;

/** Asks once for many presses of the same act. */
async function askForMany(act: Act, presses: Press[]): Promise<(Done | Failed)[]> {
  const some = presses.slice(0, mostAtOnce);
  const rest = presses.slice(mostAtOnce);
  return [...(await askForSome(act, some)), ...(rest.length > 0 ? await askForMany(act, rest) : [])];
}

async function askForSome(act: Act, presses: Press[]): Promise<(Done | Failed)[]> {
  try {
    const answer = await askInTime<{ changed: string[] }>(`/api/v1/incidents/${act.verb}`, {
      method: "POST",
      body: { ids: presses.map((press) => press.seen.id), ...bodyOf(act) },
    });
    return presses.map((press) => ({ press, changed: answer.changed.includes(press.seen.id) }));
  } catch (error) {
    return presses.map((press) => ({ press, error: unansweredOf(error) }));
  }
}

const isForMany = ({ verb }: Act) => verb !== "note" && verb !== "reopen";

async function askFor({ act, seen }: Press): Promise<Verdict> {
  const post = (path: string, body: object) =>
    askInTime<Verdict>(`/api/v1/incidents/${seen.id}/${path}`, { method: "POST", body });
  if (act.verb !== "reopen" || !act.andAcknowledge) return post(act.verb === "note" ? "notes" : act.verb, bodyOf(act));
  await post("reopen", {});
  return post("acknowledge", {});
}

function unansweredOf(error: unknown): Unanswered {
  if (error instanceof Unanswered) return error;
  throw error;
}

/** Did Tocsin refuse it? What fails on its way, in a proxy or for want of the database, may be done all the same. */
const isAnswer = ({ error }: Pick<Failed, "error">): boolean => error.status >= 400 && error.status < 500;

/** What was done is true from now on: the lists have it before the press is forgotten. */
function takeIn(done: Done[], context: Context): void {
  const byId = new Map(done.map((each) => [each.press.seen.id, each]));
  updateRows(context.queries, (row) => {
    const each = byId.get(row.id);
    if (!each?.verdict) return each?.changed ? asAfter(row, each.press.act.verb) : row;
    const { changed: _changed, by: _by, ...incident } = each.verdict;
    return incident;
  });
  changePresses((all) => {
    const settled = done.flatMap(({ verdict }) => (verdict ? settledBy(all, verdict) : []));
    return without(
      all,
      [...done.map(({ press }) => press), ...settled].map(({ id }) => id),
    );
  });
  sayDone(done, context.zone, (presses) => void sendPresses(presses, context));
}

function mark(failed: Failed[], wasOffline: boolean, context: Context): void {
  changePresses((all) =>
    failed.reduce((marked, { press, error }) => {
      const state = isAnswer({ error }) ? "failed" : wasOffline ? "not sent" : "not confirmed";
      return troubled(marked, [press.id], state, error.message);
    }, all),
  );
  sayTroubled(failed, (presses) => void retryPresses(presses, context));
  if (!wasOffline)
    void lookAgain(
      failed.map(({ press }) => press.seen.id),
      context.queries,
    );
}
