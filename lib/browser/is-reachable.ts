const patienceMs = 4_000;

/** Whether Tocsin answers now, whatever it says. */
export async function isReachable(): Promise<boolean> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patienceMs);
  try {
    await fetch("/api/health", { cache: "no-store", signal: waiting.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
