DROP INDEX "publications_until_index";--> statement-breakpoint
CREATE INDEX "publications_past_index" ON "publications" USING btree ("development_id") WHERE "publications"."known_until" is not null;