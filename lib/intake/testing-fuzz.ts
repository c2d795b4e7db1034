/** How many times the usual number of mutated requests is sent: TOCSIN_FUZZ=17 makes it 100,000. */
export const fuzzTimes = Math.max(1, Number(process.env.TOCSIN_FUZZ ?? 1));

/** Time for so many more. */
export const fuzzTimeoutMs = 120_000 * fuzzTimes;

/** Chosen anew each time; a failure names it, and given here it comes again. */
export const newSeed = (): number => Math.floor(Math.random() * 2 ** 31);
