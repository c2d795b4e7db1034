/** How the stream of changes stands. `since` is the moment it was lost. */
export type LiveState =
  | { name: "connecting" | "connected" | "polling" | "signed out" }
  | { name: "reconnecting"; since: number };

/** What changed, or how the stream stands. */
export type Note = { topics: string[] } | { state: LiveState };

type Timer = ReturnType<typeof setTimeout>;

/** What a change that may concern anything is called. */
const everything = ["*"];
const firstRetryMs = 1_000;
const longestRetryMs = 20_000;
const hiddenTooLongMs = 20_000;
/** What a page begins to follow comes in several pieces while it is drawn. */
const settleMs = 100;
/** Longer addresses do not pass every proxy; then everything is followed. */
const longestTopics = 3_000;

/** Keeps a stream open, however often it breaks, and tells what comes from it. */
export class LiveStream {
  #path: string;
  #tell: (note: Note) => void;
  #wanted: ReadonlySet<string> = new Set();
  /** What the newest stream follows; nothing while there is none. */
  #followed: ReadonlySet<string> | undefined;
  #source: EventSource | undefined;
  #successor: EventSource | undefined;
  #settling: Timer | undefined;
  #retry: Timer | undefined;
  #retryMs = firstRetryMs;
  #lostAt: number | undefined;
  #hiddenAt = 0;

  constructor(path: string, tell: (note: Note) => void) {
    this.#path = path;
    this.#tell = tell;
    window.addEventListener("online", this.#connect);
    document.addEventListener("visibilitychange", this.#lookAgain);
  }

  /** Follows at least these topics from now on; what changed in them in the last half minute is told too. */
  follow(topics: ReadonlySet<string>): void {
    this.#wanted = topics;
    const followed = this.#followed;
    if (followed && [...topics].every((topic) => followed.has(topic))) return;
    this.#settling ??= setTimeout(this.#settle, settleMs);
  }

  close(): void {
    this.#drop();
    window.removeEventListener("online", this.#connect);
    document.removeEventListener("visibilitychange", this.#lookAgain);
  }

  #settle = () => {
    this.#settling = undefined;
    if (this.#retry) return;
    if (this.#source?.readyState === EventSource.OPEN) this.#widen();
    else this.#connect();
  };

  #connect = () => {
    this.#drop();
    this.#source = this.#open();
    this.#source.onerror = this.#lose;
    this.#source.onopen = () => {
      this.#retryMs = firstRetryMs;
      this.#lostAt = undefined;
      this.#tell({ state: { name: "connected" } });
      // What changed while nobody listened is not known: since the page was drawn, or since the stream broke.
      this.#tell({ topics: everything });
    };
  };

  /** Opens a stream that follows more beside the one there is, which ends once the other is there: nothing is missed. */
  #widen() {
    this.#successor?.close();
    const successor = this.#open();
    this.#successor = successor;
    // Among it what the server wrote to the old stream and did not arrive there.
    successor.addEventListener("recent", (message: MessageEvent<string>) => this.#pass(message));
    // A full server has room for one of the two.
    successor.onerror = this.#connect;
    successor.onopen = () => {
      this.#source?.close();
      this.#source = successor;
      this.#successor = undefined;
      successor.onerror = this.#lose;
    };
  }

  #open(): EventSource {
    this.#followed = this.#wanted;
    const opened = new EventSource(addressOf(this.#path, this.#wanted));
    opened.onmessage = (message: MessageEvent<string>) => this.#pass(message);
    return opened;
  }

  #pass(message: MessageEvent<string>) {
    this.#tell({ topics: topicsOf(message.data) });
  }

  #drop() {
    clearTimeout(this.#settling);
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#successor?.close();
    this.#settling = this.#retry = this.#source = this.#successor = this.#followed = undefined;
  }

  #lose = () => {
    const isRefused = this.#source?.readyState === EventSource.CLOSED;
    this.#drop();
    const retry = setTimeout(this.#connect, spread(this.#retryMs));
    this.#retry = retry;
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    if (!isRefused) return this.#tellLost();
    // An EventSource does not say what it was answered.
    void whyRefused(addressOf(this.#path, this.#wanted)).then((why) => {
      if (this.#retry !== retry) return;
      if (why === "signed out") this.#tell({ state: { name: "signed out" } });
      else if (why === undefined) this.#tellLost();
      else this.#poll(why.waitMs);
    });
  };

  #tellLost() {
    this.#lostAt ??= Date.now();
    this.#tell({ state: { name: "reconnecting", since: this.#lostAt } });
  }

  /** The server is full: until it has room, everything is read anew each time it is asked again. */
  #poll(waitMs: number) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(this.#connect, spread(waitMs));
    this.#lostAt = undefined;
    this.#tell({ state: { name: "polling" } });
    this.#tell({ topics: everything });
  }

  // A phone that slept holds a dead connection for minutes without noticing.
  #lookAgain = () => {
    if (document.hidden) this.#hiddenAt = Date.now();
    else if (this.#hiddenAt && Date.now() - this.#hiddenAt > hiddenTooLongMs) this.#connect();
  };
}

function addressOf(path: string, topics: ReadonlySet<string>): string {
  const named = [...topics].toSorted().join(",");
  return `${path}?${new URLSearchParams({ topics: named.length > longestTopics ? "*" : named })}`;
}

/** Whether the session ended, or how long a full server asks to wait; nothing when it refused for another reason. */
async function whyRefused(address: string): Promise<"signed out" | { waitMs: number } | undefined> {
  const asking = new AbortController();
  try {
    const response = await fetch(address, { signal: asking.signal });
    if (response.status === 401) return "signed out";
    if (response.status !== 503) return undefined;
    const answer: { error?: { code?: string } } = await response.json();
    const seconds = Number(response.headers.get("retry-after"));
    return answer.error?.code === "too_many_streams" && seconds > 0 ? { waitMs: seconds * 1_000 } : undefined;
  } catch {
    return undefined;
  } finally {
    asking.abort();
  }
}

/** Half to one and a half of `ms`, so that browsers which lost a server together do not come back together. */
const spread = (ms: number): number => ms * (0.5 + Math.random());

function topicsOf(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((topic) => typeof topic === "string") : everything;
}
