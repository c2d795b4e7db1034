type Work = (payload: unknown) => Promise<void>;

/**
 * The same work, failing when it takes longer than `limitMs`, so that it is tried again: what asks a database that went away
 * may wait for ever. The work must be safe to run twice.
 */
export function inTime(work: Work, limitMs: number): Work {
  return async (payload) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs / 1_000} seconds`)), limitMs);
    try {
      await Promise.race([work(payload), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
