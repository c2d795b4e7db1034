CREATE TABLE "contact_methods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" jsonb NOT NULL,
	"verified_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"position" smallint NOT NULL
);
--> statement-breakpoint
DROP INDEX "deliveries_due_of_destination";--> statement-breakpoint
DROP INDEX "deliveries_order";--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "ask" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" RENAME COLUMN "order_key" TO "subject";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "lane" smallint DEFAULT 2 NOT NULL;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "tokens" real;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "tokens_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_methods" ADD CONSTRAINT "contact_methods_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_methods_of_person" ON "contact_methods" USING btree ("person_id","position");--> statement-breakpoint
CREATE INDEX "deliveries_due_of_destination" ON "deliveries" USING btree ("destination_id","lane","due_at","id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_order" ON "deliveries" USING btree ("destination_id","subject","id") WHERE "deliveries"."state" in ('pending', 'in_flight');