/** Added to both, so that what takes next to nothing does not seem to grow. */
const noiseMs = 3;
const factor = 8;

/** Between linear, which would be 8, and quadratic, which would be 64. */
export const linearGrowth = 24;

/**
 * How many times as much CPU `work` takes for an input of `size` as for an eighth of it. Unlike a time, that is the same on a
 * slow machine and on a busy one.
 */
export async function growthOf(size: number, work: (size: number) => unknown): Promise<number> {
  const small = await leastCpuMs(() => work(Math.floor(size / factor)));
  const large = await leastCpuMs(() => work(size));
  return (large + noiseMs) / (small + noiseMs);
}

/** The least of three, as whatever else the process does only adds to it. */
async function leastCpuMs(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) times.push(await cpuMs(work));
  return Math.min(...times);
}

/** The CPU that this process uses while `work` runs, its threads included. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
