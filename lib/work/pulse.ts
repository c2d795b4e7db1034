import { log } from "#lib/log";

/** Work that is done again and again, never twice at once. */
export type Pulse = {
  /** Does the work now, or once more when it is being done. */
  poke(): void;
  /** Ends it; resolves when the work in progress is done. */
  stop(): Promise<void>;
};

const afterTroubleMs = 500;

/** Runs `turn` until stopped: at once when poked, else after as many milliseconds as the last turn asked for. Trouble is logged and tried again. */
export function startPulse(name: string, turn: () => Promise<number>): Pulse {
  let isStopped = false;
  let isPoked = false;
  let rest = () => {};
  const beat = async () => {
    let isTroubled = false;
    while (!isStopped) {
      isPoked = false;
      let waitMs = afterTroubleMs;
      try {
        waitMs = await turn();
        if (isTroubled) log.info({ pulse: name }, "works again");
        isTroubled = false;
      } catch (error) {
        // Told once: while the database is away this would repeat twice a second.
        if (!isTroubled) log.warn({ error, pulse: name }, "trouble; trying again");
        isTroubled = true;
      }
      if (!isStopped && (!isPoked || isTroubled)) await pause(waitMs);
    }
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const beating = beat();
  return {
    poke: () => {
      isPoked = true;
      rest();
    },
    stop: () => {
      isStopped = true;
      rest();
      return beating;
    },
  };
}
