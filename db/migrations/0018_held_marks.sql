CREATE TABLE "listed_versions" (
	"development_id" bigint PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
DROP TABLE "mark_sets" CASCADE;--> statement-breakpoint
DROP TABLE "month_places" CASCADE;--> statement-breakpoint
ALTER TABLE "data_versions" ADD COLUMN "rebuilt" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "listed_versions_version_index" ON "listed_versions" USING btree ("version");--> statement-breakpoint
ALTER TABLE "publications" DROP COLUMN "chunk";--> statement-breakpoint
ALTER TABLE "publications" DROP COLUMN "place";