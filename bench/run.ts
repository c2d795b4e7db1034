// npm run bench [attempts] [intake] [delivery] [throughput] [streams]: loopback only, bounded; compares ratios within one run, because machines are noisy.

import { openDatabase } from "#bench/world";
import { closeDatabase } from "#db/client";

const parts: Record<string, () => Promise<void>> = {
  attempts: async () => (await import("#bench/attempts")).benchAttempts(),
  intake: async () => (await import("#bench/intake")).benchIntake(),
  delivery: async () => (await import("#bench/delivery")).benchDelivery(),
  throughput: async () => (await import("#bench/throughput")).benchThroughput(),
  streams: async () => (await import("#bench/streams")).benchStreams(),
};

const chosen = process.argv.slice(2);
const database = await openDatabase();
try {
  for (const [name, run] of Object.entries(parts)) if (chosen.length === 0 || chosen.includes(name)) await run();
} finally {
  await closeDatabase();
  await database.close();
}
