CREATE TABLE "received_deliveries" (
	"integration_id" uuid NOT NULL,
	"delivery_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "received_deliveries_integration_id_delivery_id_pk" PRIMARY KEY("integration_id","delivery_id")
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "dedup_scope" uuid;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "previous_signature_secret" "bytea";--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "previous_secret_expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "signature_header" text;--> statement-breakpoint
ALTER TABLE "integrations" ADD COLUMN "pinned_topic" text;--> statement-breakpoint
CREATE INDEX "received_deliveries_age" ON "received_deliveries" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "alerts_resolving" ON "alerts" USING btree ("dedup_scope","dedup_key","occurred_at") WHERE "alerts"."action" = 'resolve' and "alerts"."occurred_at" is not null;