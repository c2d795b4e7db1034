/** Runs `start` while this window is the one that leads; without locks (plain HTTP) every window leads itself. */
export function whileLeading(start: () => () => void): () => void {
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
      if ("signal" in how && !end) return;
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
