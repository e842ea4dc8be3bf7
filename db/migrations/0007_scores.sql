-- Written by hand: until now a span began with an approval only.
ALTER TABLE "publications" ADD COLUMN "approved_at" timestamp with time zone;--> statement-breakpoint
UPDATE "publications" SET "approved_at" = "known_from";--> statement-breakpoint
ALTER TABLE "publications" ALTER COLUMN "approved_at" SET NOT NULL;
