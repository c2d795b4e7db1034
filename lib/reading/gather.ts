type Problem = { path: string; message: string };

/** What became of one element of a message that carries several. */
export type Part<Event> = { event: Event } | { test: string } | { ignored: string } | { problem: Problem };

type Gathered<Event> =
  | { events: Event[]; problems: string[] }
  | { test: string }
  | { ignored: string }
  | { unreadable: Problem[] };

/** One reading of several parts: as long as one is an event, what the others came to is noted beside it. */
export function gather<Event>(parts: Part<Event>[]): Gathered<Event> {
  const events = parts.flatMap((part) => ("event" in part ? [part.event] : []));
  const problems = parts.flatMap((part) => ("problem" in part ? [part.problem] : []));
  const tests = distinct(parts.flatMap((part) => ("test" in part ? [part.test] : [])));
  const ignored = distinct(parts.flatMap((part) => ("ignored" in part ? [part.ignored] : [])));
  const unread = problems.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  if (events.length > 0) return { events, problems: [...unread, ...tests, ...ignored] };
  if (problems.length > 0) return { unreadable: problems };
  return tests.length > 0 ? { test: tests.join(" ") } : { ignored: ignored.join(" ") };
}

const mostReasons = 5;
const distinct = (reasons: string[]): string[] => [...new Set(reasons)].slice(0, mostReasons);
