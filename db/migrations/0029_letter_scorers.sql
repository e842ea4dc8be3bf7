DROP INDEX "issue_letters_key";--> statement-breakpoint
ALTER TABLE "issue_letters" ADD COLUMN "scorer_id" uuid;--> statement-breakpoint
ALTER TABLE "issue_letters" ADD CONSTRAINT "issue_letters_scorer_id_people_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "issue_letters_key" ON "issue_letters" USING btree ("week",letter_key("filters", "correction_ids", "sent_revision_ids"),coalesce("scorer_id", '00000000-0000-0000-0000-000000000000'));