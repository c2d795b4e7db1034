CREATE TABLE "held_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid,
	"received_at" timestamp with time zone,
	"origin" jsonb NOT NULL,
	"waiting_since" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"event" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ALTER COLUMN "request_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "suppressed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "held_events_due" ON "held_events" USING btree ("due_at","id");