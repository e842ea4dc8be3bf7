CREATE TABLE "month_places" (
	"bucket" integer PRIMARY KEY NOT NULL,
	"taken" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "data_versions" ADD COLUMN "projection" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "chunk" integer;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "place" smallint;--> statement-breakpoint
CREATE INDEX "publications_known_index" ON "publications" USING btree ("known_from");--> statement-breakpoint
CREATE INDEX "publications_until_index" ON "publications" USING btree ("known_until") WHERE "publications"."known_until" is not null;--> statement-breakpoint

-- Written by hand: marks that begin alike are read as a range, whatever order the database has for words.
ALTER TABLE "mark_counts" ALTER COLUMN "mark" TYPE text COLLATE "C", ALTER COLUMN "other" TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "mark_sets" ALTER COLUMN "mark" TYPE text COLLATE "C";
