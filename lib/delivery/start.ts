import { hostname } from "node:os";
import { sql } from "#db/client";
import { now } from "#lib/clock";
import { Engine, type EngineSettings } from "#lib/delivery/engine";
import { putBackLost } from "#lib/delivery/sweep";
import { registerWorker, removePredecessors, removeWorker } from "#lib/delivery/worker-row";
import { env } from "#lib/env";
import { concerns, listen } from "#lib/live/listen";
import { log } from "#lib/log";
import { http } from "#lib/net/http";
import { startPulse } from "#lib/work/pulse";

export type DeliveryEngine = {
  readonly workerId: string;
  /** Looks for due deliveries now; for those who know in this process that there are some. */
  poke(): void;
  /** Takes nothing new, waits `graceMs` for what is on its way, interrupts and puts back the rest. */
  stop(graceMs?: number): Promise<void>;
};

const usual = {
  slots: 128,
  retrySlots: 64,
  unprovenSlots: 48,
  reservedSlots: 32,
  heartbeatMs: 3_000,
  lifetimeMs: 10_000,
  sweepMs: 2_000,
  onLost: () => {},
};
const usualGraceMs = 15_000;

/** Makes deliveries as they fall due, until stopped. */
export async function startDelivery(settings: Partial<EngineSettings> = {}): Promise<DeliveryEngine> {
  const engine = new Engine({ ...usual, http: settings.http ?? http(), ...settings });
  const unlisten = await listen((topics) => {
    if (concerns(topics, "deliveries")) engine.onRoom();
  });
  await register(engine.workerId).catch((error: unknown) => {
    unlisten();
    throw error;
  });
  const claiming = startPulse("delivery", () => engine.takeDue());
  engine.onRoom = claiming.poke;
  const heart = startPulse("heartbeat", () => engine.beat());
  const sweeping = startPulse("sweep", () => engine.sweep());
  return {
    workerId: engine.workerId,
    poke: claiming.poke,
    stop: async (graceMs = usualGraceMs) => {
      unlisten();
      await claiming.stop();
      await engine.land(graceMs);
      await Promise.all([heart.stop(), sweeping.stop()]);
      await removeWorker(sql(), engine.workerId).catch((error: unknown) =>
        log.warn({ error }, "the worker could not sign off; others notice in a few seconds"),
      );
    },
  };
}

async function register(workerId: string) {
  const { TOCSIN_WORKER_NAME } = env();
  await registerWorker(sql(), workerId, TOCSIN_WORKER_NAME ?? `${hostname()}:${process.pid}`);
  if (!TOCSIN_WORKER_NAME) return;
  await removePredecessors(sql(), workerId, TOCSIN_WORKER_NAME);
  await putBackLost(sql(), now());
}
