import { sql } from "drizzle-orm";
import type { Tx } from "#db/transaction";

/** The task of lib/timers that ends a snooze. */
export const endSnoozeTask = "end-snooze";

/** Sets the alarm that ends the snooze of these incidents, in place of an earlier one, with the transaction. */
export async function setSnoozeTimers(tx: Tx, incidentIds: string[], until: Date): Promise<void> {
  for (const incidentId of incidentIds) {
    await tx.execute(sql`select graphile_worker.add_job(${endSnoozeTask}, json_build_object('incidentId', ${incidentId}::text),
      run_at => ${until.toISOString()}::timestamptz, job_key => ${keyOf(incidentId)}, max_attempts => 25)`);
  }
}

/** Takes back the alarms of these incidents, with the transaction. One that runs already finds nothing to do. */
export async function cancelSnoozeTimers(tx: Tx, incidentIds: string[]): Promise<void> {
  const keys = sql.join(
    incidentIds.map((id) => sql`(${keyOf(id)}::text)`),
    sql`, `,
  );
  await tx.execute(sql`select graphile_worker.remove_job(job_key => timer.key) from (values ${keys}) as timer(key)`);
}

const keyOf = (incidentId: string) => `snooze:${incidentId}`;
