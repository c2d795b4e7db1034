// What the scripts tell the person at the terminal.

/** Writes a line, marked as ours. */
export function say(line) {
  process.stdout.write(`tocsin  ${line.replaceAll("\n", "\n        ")}\n`);
}

const everyMs = 15_000;

/** Announces a step that takes long, says now and then that it is still at it, and how long it took. */
export async function sayWhile(step, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say(`${step} …`);
  const timer = setInterval(() => say(`… still at it after ${seconds()} s`), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    say(`… ${seconds()} s`);
  }
}
