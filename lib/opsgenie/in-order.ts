// Next's route bundles and the fast lane are different module graphs; they must wait in one line.
const held = globalThis as typeof globalThis & { tocsinOpsgenieOrder?: Map<string, Promise<void>> };
const tails: Map<string, Promise<void>> = (held.tocsinOpsgenieOrder ??= new Map());

/**
 * Does `work` after what came before for the same alert, so that an update which overtakes the answer to its create
 * finds it. Clients send the two milliseconds apart.
 */
export function inOrder<T>(alert: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(alert);
  const done = before ? before.then(work) : work();
  const tail = done.then(nothing, nothing).then(() => {
    if (tails.get(alert) === tail) tails.delete(alert);
  });
  tails.set(alert, tail);
  return done;
}

const nothing = () => {};
