/** How the stream of changes stands. `since` is the moment it was lost. */
export type LiveState = { name: "connecting" | "connected" } | { name: "reconnecting"; since: number };

export type LiveWire = {
  /** Calls `listener` with the topics of each change, and first with those of the last half minute. Returns how to stop. */
  hear(listener: (topics: string[]) => void): () => void;
  /** Calls `listener` when the state has changed. Returns how to stop. */
  watch(listener: () => void): () => void;
  state(): LiveState;
  close(): void;
};

type Note = { topics: string[] } | { state: LiveState };

/** What a change that may concern anything is called. */
const everything = ["*"];
const firstRetryMs = 1_000;
const longestRetryMs = 20_000;
const hiddenTooLongMs = 20_000;
/** What is drawn may be this old before it listens: a page comes to life long after it was drawn on a busy machine. */
const rememberedMs = 30_000;
const mostRemembered = 500;

/**
 * Follows the server's changes. All windows of one browser share one stream, because a browser opens only six connections
 * to a host over HTTP/1.1: the window that was looked at last holds it and tells the others.
 */
export function openLiveWire(url: string): LiveWire {
  const listeners = new Set<(topics: string[]) => void>();
  const watchers = new Set<() => void>();
  const others = new BroadcastChannel("tocsin-live");
  let state: LiveState = { name: "connecting" };
  let recent: { at: number; topics: string[] }[] = [];

  function remembered(): string[] {
    recent = recent.filter(({ at }) => Date.now() - at < rememberedMs);
    return [...new Set(recent.flatMap(({ topics }) => topics))];
  }
  function take(note: Note) {
    if ("topics" in note) {
      recent = [...recent.slice(-mostRemembered), { at: Date.now(), topics: note.topics }];
      for (const listener of listeners) listener(note.topics);
      return;
    }
    state = note.state;
    for (const watcher of watchers) watcher();
  }
  function tell(note: Note) {
    take(note);
    others.postMessage(note);
  }

  others.onmessage = (message: MessageEvent<Note>) => take(message.data);
  const stop = whileLeading(() => openStream(url, tell));
  return {
    hear(listener) {
      const missed = remembered();
      if (missed.length > 0) queueMicrotask(() => listeners.has(listener) && listener(missed));
      return added(listeners, listener);
    },
    watch: (listener) => added(watchers, listener),
    state: () => state,
    close() {
      stop();
      others.close();
    },
  };
}

/** Keeps a stream open, however often it breaks. Returns how to end it. */
function openStream(url: string, tell: (note: Note) => void): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let lostAt: number | undefined;
  let hiddenAt = 0;

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(url);
    source.onopen = () => {
      retryMs = firstRetryMs;
      lostAt = undefined;
      tell({ state: { name: "connected" } });
      // What changed while nobody listened is not known: since the page was drawn, or since the stream broke.
      tell({ topics: everything });
    };
    source.onmessage = (message: MessageEvent<string>) => tell({ topics: topicsOf(message.data) });
    source.onerror = () => {
      lostAt ??= Date.now();
      tell({ state: { name: "reconnecting", since: lostAt } });
      source?.close();
      retry = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  }
  // A phone that slept holds a dead connection for minutes without noticing.
  function lookAgain() {
    if (document.hidden) hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt > hiddenTooLongMs) connect();
  }

  connect();
  window.addEventListener("online", connect);
  document.addEventListener("visibilitychange", lookAgain);
  return () => {
    clearTimeout(retry);
    source?.close();
    window.removeEventListener("online", connect);
    document.removeEventListener("visibilitychange", lookAgain);
  };
}

/** Runs `start` while this window is the one that leads; without locks (plain HTTP) every window leads itself. */
function whileLeading(start: () => () => void): () => void {
  if (!navigator.locks) return start();
  let end: (() => void) | undefined;
  let queued: AbortController | undefined;
  let closed = false;

  function lead(): Promise<void> {
    if (closed) return Promise.resolve();
    const stop = start();
    return new Promise((resolve) => {
      end = () => {
        stop();
        end = undefined;
        resolve();
      };
    });
  }
  function claim(how: { steal: true } | { signal: AbortSignal }) {
    navigator.locks.request("tocsin-live", how, lead).catch(() => {
      // Another window took the lead, or this request was given up for a better one.
      if ("signal" in how) return;
      end?.();
      queue();
    });
  }
  function queue() {
    if (closed) return;
    queued = new AbortController();
    claim({ signal: queued.signal });
  }
  function takeLead() {
    if (document.hidden || end || closed) return;
    queued?.abort();
    claim({ steal: true });
  }

  if (document.hidden) queue();
  else takeLead();
  document.addEventListener("visibilitychange", takeLead);
  return () => {
    closed = true;
    queued?.abort();
    end?.();
    document.removeEventListener("visibilitychange", takeLead);
  };
}

function topicsOf(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((topic) => typeof topic === "string") : everything;
}

function added<Listener>(set: Set<Listener>, listener: Listener): () => void {
  set.add(listener);
  return () => set.delete(listener);
}
