import { type LiveState, LiveStream, type Note } from "#lib/browser/live-stream";
import { whileLeading } from "#lib/browser/while-leading";

export type LiveWire = {
  /** Calls `listener` with each change of one of `topics`, and first with those of the last half minute. Returns how to stop. */
  hear(topics: string[], listener: (topics: string[]) => void): () => void;
  /** Calls `listener` when the state has changed. Returns how to stop. */
  watch(listener: () => void): () => void;
  state(): LiveState;
  close(): void;
};

/** What windows of one browser say to each other: what the stream said, what each follows, and who asks for that. */
type Word = Note | { from: string; follows: string[] } | { asksWhatIsFollowed: true };

type Listener = { topics: ReadonlySet<string>; hear(topics: string[]): void };

/** What is drawn may be this old before it listens: a page comes to life long after it was drawn on a busy machine. */
const rememberedMs = 30_000;
const mostRemembered = 500;

/**
 * Follows the server's changes. All windows of one browser share one stream, because a browser opens only six connections
 * to a host over HTTP/1.1: the window that was looked at last holds it, follows what any of them follows and tells them.
 */
export function openLiveWire(path: string): LiveWire {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  const others = new BroadcastChannel("tocsin-live");
  const recent = remembering();
  // Not a UUID: there are none on a page over plain HTTP.
  const from = Math.random().toString(36);
  let state: LiveState = { name: "connecting" };
  let isClosed = false;
  let leading: { stream: LiveStream; followed: Map<string, string[]> } | undefined;

  function take(note: Note) {
    if ("topics" in note) {
      recent.note(note.topics);
      for (const listener of listeners) pass(note.topics, listener);
      return;
    }
    state = note.state;
    for (const watcher of watchers) watcher();
  }
  function tell(note: Note) {
    take(note);
    others.postMessage(note);
  }
  function follow() {
    if (isClosed) return;
    const follows = [...new Set([...listeners].flatMap(({ topics }) => [...topics]))];
    hear({ from, follows });
    // Also while leading: another window may be about to take the lead, and asks.
    others.postMessage({ from, follows } satisfies Word);
  }
  function hear(word: Word) {
    if ("asksWhatIsFollowed" in word) follow();
    else if (!("follows" in word)) take(word);
    else if (leading) {
      leading.followed.set(word.from, word.follows);
      leading.stream.follow(new Set([...leading.followed.values()].flat()));
    }
  }
  function lead() {
    const stream = new LiveStream(path, tell);
    leading = { stream, followed: new Map() };
    follow();
    others.postMessage({ asksWhatIsFollowed: true } satisfies Word);
    return () => {
      leading = undefined;
      stream.close();
    };
  }

  const stopLeaving = onLeaving(() => others.postMessage({ from, follows: [] } satisfies Word), follow);
  others.onmessage = (message: MessageEvent<Word>) => hear(message.data);
  const stop = whileLeading(lead);
  return {
    hear(topics, listener) {
      const added: Listener = { topics: new Set(topics), hear: listener };
      const missed = recent.topics();
      queueMicrotask(() => listeners.has(added) && pass(missed, added));
      const remove = addedTo(listeners, added);
      follow();
      return () => {
        remove();
        follow();
      };
    },
    watch: (listener) => addedTo(watchers, listener),
    state: () => state,
    close() {
      listeners.clear();
      follow();
      isClosed = true;
      stopLeaving();
      stop();
      others.close();
    },
  };
}

function pass(changed: string[], { topics, hear }: Listener) {
  if (changed.some((topic) => topic === "*" || topics.has(topic))) hear(changed);
}

/** Calls `leave` when the window is closed or left, and `comeBack` when the browser shows it again. Returns how to stop. */
function onLeaving(leave: () => void, comeBack: () => void): () => void {
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", comeBack);
  return () => {
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", comeBack);
  };
}

function remembering() {
  let notes: { at: number; topics: string[] }[] = [];
  return {
    note(topics: string[]) {
      notes = [...notes.slice(-mostRemembered), { at: Date.now(), topics }];
    },
    topics(): string[] {
      notes = notes.filter(({ at }) => Date.now() - at < rememberedMs);
      return [...new Set(notes.flatMap(({ topics }) => topics))];
    },
  };
}

function addedTo<Member>(set: Set<Member>, member: Member): () => void {
  set.add(member);
  return () => set.delete(member);
}
