-- Written by hand: no SQL reads markdown, so the rows of before are filled when they are made anew.
ALTER TABLE "publications" ADD COLUMN "plain_summary" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "publications" ALTER COLUMN "plain_summary" DROP DEFAULT;--> statement-breakpoint

-- Everybody who wrote part of a revision. Saves are merged on top of each other, so each author between a revision and
-- the approved one before it may stand in its text; and what was restored, or saved on an older base, carries in the
-- same way the text of that base. A retraction takes back the yes to everything before it: who brings a text back does
-- not lean on it, so all who wrote that text count again, but not who only gave the reason of the retraction.
CREATE OR REPLACE FUNCTION unapproved_authors(revision bigint) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE subject AS (
    SELECT id, development_id, number, content->>'retractedBecause' IS NOT NULL AS retracts
      FROM revisions WHERE id = revision
  ), approved AS (
    SELECT approved.id, approved.number, approved.content->>'retractedBecause' IS NOT NULL AS retracts
      FROM subject
      JOIN revisions approved ON approved.development_id = subject.development_id
      JOIN reviews ON reviews.revision_id = approved.id AND reviews.outcome = 'approved'
  ), standing AS (
    SELECT approved.id, approved.number
      FROM subject, approved
      WHERE subject.retracts OR NOT EXISTS (
        SELECT FROM approved retraction
          WHERE retraction.retracts AND retraction.number >= approved.number AND retraction.number < subject.number
      )
  ), written AS (
    SELECT since.id, since.development_id, since.base_revision_id, since.author_id
      FROM subject
      JOIN revisions since ON since.development_id = subject.development_id AND since.number <= subject.number
        AND since.number > coalesce((SELECT max(number) FROM standing WHERE number < subject.number), 0)
    UNION
    SELECT since.id, since.development_id, since.base_revision_id, since.author_id
      FROM written
      JOIN revisions base ON base.id = written.base_revision_id AND base.id NOT IN (SELECT id FROM standing)
      JOIN revisions since ON since.development_id = base.development_id AND since.number <= base.number
        AND since.number > coalesce((SELECT max(number) FROM standing WHERE number < base.number), 0)
  ), only_reasons AS (
    SELECT approved.id
      FROM approved
      JOIN revisions said ON said.id = approved.id
      JOIN revisions base ON base.id = said.base_revision_id
      WHERE approved.retracts AND approved.id <> revision
        AND said.content - '{retractedBecause,mergedInto,noteForReviewer}'::text[] = base.content - '{retractedBecause,mergedInto,noteForReviewer}'::text[]
  )
  SELECT DISTINCT author_id FROM written WHERE id NOT IN (SELECT id FROM only_reasons)
$$;
