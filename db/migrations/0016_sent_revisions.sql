DROP INDEX "issue_letters_key";--> statement-breakpoint
ALTER TABLE "issue_letters" ADD COLUMN "sent_revision_ids" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "issue_letters_key" ON "issue_letters" USING btree ("week","filters","correction_ids","sent_revision_ids");