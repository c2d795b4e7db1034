CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"destination_id" uuid NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid,
	"address" jsonb,
	"events" text[] DEFAULT '{}' NOT NULL,
	"service_ids" uuid[],
	"severities" text[],
	"urgencies" text[],
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "deliveries_once";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "subscription_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "address" jsonb;--> statement-breakpoint
ALTER TABLE "platform_events" ADD COLUMN "service_id" uuid;--> statement-breakpoint
ALTER TABLE "platform_events" ADD COLUMN "severity" text;--> statement-breakpoint
ALTER TABLE "platform_events" ADD COLUMN "urgency" text;--> statement-breakpoint
ALTER TABLE "platform_events" ADD COLUMN "origin_destination_id" uuid;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriptions_of_destination" ON "subscriptions" USING btree ("destination_id");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_card" ON "subscriptions" USING btree ("destination_id") WHERE "subscriptions"."owner_kind" = 'card';--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "subscriptions" ("id", "destination_id", "owner_kind", "events", "created_at")
	SELECT gen_random_uuid(), "id", 'card', "events", "created_at" FROM "destinations";--> statement-breakpoint
UPDATE "deliveries" d SET "subscription_id" = s."id" FROM "subscriptions" s WHERE s."destination_id" = d."destination_id" AND d."kind" <> 'test';--> statement-breakpoint
ALTER TABLE "destinations" DROP COLUMN "events";--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_once" UNIQUE NULLS NOT DISTINCT("event_id","destination_id","subscription_id","kind","replay_number");