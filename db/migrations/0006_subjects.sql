CREATE TABLE "subjects" (
	"destination_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"address_hash" text NOT NULL,
	"ref" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "subjects_destination_id_subject_address_hash_pk" PRIMARY KEY("destination_id","subject","address_hash")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "accepted" jsonb;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "blocked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "subjects" ADD CONSTRAINT "subjects_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;