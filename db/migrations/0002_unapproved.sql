ALTER TABLE "developments" ADD COLUMN "approved_revision_id" bigint;--> statement-breakpoint
ALTER TABLE "developments" ADD COLUMN "unapproved" boolean GENERATED ALWAYS AS (head_revision_id is distinct from approved_revision_id) STORED;--> statement-breakpoint
ALTER TABLE "developments" ADD CONSTRAINT "developments_approved_revision_id_revisions_id_fk" FOREIGN KEY ("approved_revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "developments_unapproved_index" ON "developments" USING btree ("id") WHERE "developments"."unapproved";--> statement-breakpoint
-- Written by hand: what was approved before.
UPDATE developments SET approved_revision_id = approved.revision_id FROM (
  SELECT DISTINCT ON (development_id) development_id, revision_id FROM reviews
  WHERE outcome = 'approved' ORDER BY development_id, decided_at DESC, id DESC
) approved WHERE approved.development_id = developments.id;
