ALTER TABLE "bodies" ADD COLUMN "scope" text DEFAULT 'internet' NOT NULL;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_scope_check" CHECK ("bodies"."scope" in ('internet', 'comparison'));--> statement-breakpoint
-- Of the starter data, whose descriptions say so.
UPDATE "bodies" SET "scope" = 'comparison' WHERE "slug" IN ('who', 'paris-agreement', 'green-climate-fund');
