CREATE TABLE "late_requests" (
	"request_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"integration_id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"waiting_since" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"events" jsonb NOT NULL,
	CONSTRAINT "late_requests_request_id_part_pk" PRIMARY KEY("request_id","part")
);
--> statement-breakpoint
DROP INDEX "alerts_resolving";--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "replay_of" uuid;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "shares_keys" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "late_requests_turn" ON "late_requests" USING btree ("integration_id","waiting_since","request_id","part");--> statement-breakpoint
CREATE INDEX "late_requests_due" ON "late_requests" USING btree ("due_at","integration_id");--> statement-breakpoint
CREATE INDEX "requests_replays" ON "requests" USING btree ("replay_of") WHERE "requests"."replay_of" is not null;--> statement-breakpoint
CREATE INDEX "alerts_resolving" ON "alerts" USING btree ("dedup_scope","dedup_key","received_at") WHERE "alerts"."action" = 'resolve';