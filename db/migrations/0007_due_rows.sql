CREATE TABLE "duties" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
INSERT INTO "duties" ("name", "due_at") VALUES ('housekeeping', now());--> statement-breakpoint
DROP TABLE "timer_heartbeats";--> statement-breakpoint
-- Snoozes were jobs of a library; "snoozed_until" alone says when they are over.
DROP SCHEMA IF EXISTS "graphile_worker" CASCADE;--> statement-breakpoint
CREATE INDEX "incidents_snooze_due" ON "incidents" USING btree ("snoozed_until") WHERE "incidents"."snoozed_until" is not null;