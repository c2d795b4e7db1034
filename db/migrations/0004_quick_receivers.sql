ALTER TABLE "destinations" ALTER COLUMN "max_inflight" SET DEFAULT 32;--> statement-breakpoint
-- Four was what everybody had; now each starts with four and a quick receiver gets more.
UPDATE "destinations" SET "max_inflight" = 32 WHERE "max_inflight" = 4;
