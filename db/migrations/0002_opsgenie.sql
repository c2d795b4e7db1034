CREATE TABLE "heartbeats" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_ping_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opsgenie_alerts" (
	"incident_id" uuid PRIMARY KEY NOT NULL,
	"alias" text NOT NULL,
	"priority" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"entity" text DEFAULT '' NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"actions" text[] DEFAULT '{}' NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"responders" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "heartbeats" ADD CONSTRAINT "heartbeats_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opsgenie_alerts" ADD CONSTRAINT "opsgenie_alerts_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "heartbeats_name" ON "heartbeats" USING btree ("integration_id","name");--> statement-breakpoint
CREATE INDEX "incidents_of_scope" ON "incidents" USING btree ("dedup_scope","number");