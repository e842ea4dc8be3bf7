CREATE TABLE "listed_marks" (
	"mark" text NOT NULL,
	"position" integer NOT NULL,
	"development_id" bigint NOT NULL,
	CONSTRAINT "listed_marks_mark_position_development_id_pk" PRIMARY KEY("mark","position","development_id")
);
--> statement-breakpoint
CREATE TABLE "mark_counts" (
	"mark" text NOT NULL,
	"other" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "mark_counts_mark_other_pk" PRIMARY KEY("mark","other")
);
--> statement-breakpoint
CREATE TABLE "mark_sets" (
	"mark" text NOT NULL,
	"chunk" integer NOT NULL,
	"members" bit(8192) NOT NULL,
	CONSTRAINT "mark_sets_mark_chunk_pk" PRIMARY KEY("mark","chunk")
);
--> statement-breakpoint
DROP INDEX "publications_body_index";--> statement-breakpoint
DROP INDEX "publications_timeline_index";--> statement-breakpoint
DROP INDEX "publications_search_index";--> statement-breakpoint
-- Written by hand: the default is only for rows of before.
ALTER TABLE "publications" ADD COLUMN "marks" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "publications" ALTER COLUMN "marks" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "publications_first_known_index" ON "publications" USING btree ("first_known_at") WHERE "publications"."known_until" is null and not "publications"."retracted" and not "publications"."backfill";--> statement-breakpoint
CREATE INDEX "publications_timeline_index" ON "publications" USING btree ("position","development_id");--> statement-breakpoint
CREATE INDEX "publications_search_index" ON "publications" USING gin ("search","marks");--> statement-breakpoint

-- Written by hand: marks of what was published before, as lib/developments/marks.ts makes them from now on.
UPDATE publications p SET marks = array(
  SELECT DISTINCT mark FROM unnest(
    ARRAY['body:' || body_slug, 'type:' || type, 'status:' || status, 'link:' || link, 'period:' || period,
      'month:' || concat_ws('/', to_char(decided_on, 'YYYY-MM'),
        CASE date_precision WHEN 'year' THEN 'year' ELSE 'month' END, period, link)]
    || array(SELECT unnest(ARRAY['area:' || area_slug, 'direction:' || direction, 'impact:' || area_slug || '/' || direction])
      FROM publication_areas WHERE publication_id = p.id)
    || array(SELECT unnest(ARRAY['actor:' || actor_slug, 'role:' || role, 'mention:' || actor_slug || '/' || role])
      FROM publication_actors WHERE publication_id = p.id)
    || array(SELECT 'concerns:' || body_slug FROM publication_bodies WHERE publication_id = p.id)
  ) mark WHERE mark IS NOT NULL);--> statement-breakpoint
INSERT INTO listed_marks (mark, position, development_id)
SELECT mark, position, development_id FROM publications, unnest(marks || 'everything'::text) mark
WHERE known_until IS NULL AND NOT retracted AND mark NOT LIKE 'month:%';--> statement-breakpoint
WITH counted AS (
  SELECT id, mark, CASE split_part(mark, ':', 1) WHEN 'area' THEN 'impact' WHEN 'direction' THEN 'impact'
    WHEN 'actor' THEN 'mention' WHEN 'role' THEN 'mention' ELSE split_part(mark, ':', 1) END AS family
  FROM publications, unnest(marks || 'everything'::text) mark
  WHERE known_until IS NULL AND NOT retracted AND mark NOT LIKE 'concerns:%'
)
INSERT INTO mark_counts (mark, other, n)
SELECT one.mark, other.mark, count(*) FROM counted one JOIN counted other ON other.id = one.id
WHERE one.family <> 'month' AND (one.family <> other.family OR one.mark = 'everything')
GROUP BY 1, 2;--> statement-breakpoint
INSERT INTO mark_sets (mark, chunk, members)
SELECT mark, development_id / 8192, bit_or(set_bit(0::bit(8192), (development_id % 8192)::int, 1))
FROM publications, unnest(marks || 'everything'::text) mark
WHERE known_until IS NULL AND NOT retracted AND mark NOT LIKE 'concerns:%' GROUP BY 1, 2;--> statement-breakpoint
-- Word forms and plain words, weighted: title A, bodies B, summary C, actors and sources D.
CREATE FUNCTION search_vector(title text, bodies text, summary text, named text) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT setweight(to_tsvector('plenary', title), 'A') || setweight(to_tsvector('plenary_plain', title), 'A')
    || setweight(to_tsvector('plenary', bodies), 'B') || setweight(to_tsvector('plenary_plain', bodies), 'B')
    || setweight(to_tsvector('plenary', summary), 'C') || setweight(to_tsvector('plenary_plain', summary), 'C')
    || setweight(to_tsvector('plenary', named), 'D') || setweight(to_tsvector('plenary_plain', named), 'D')
$$;--> statement-breakpoint
-- Counts change in place: room on each page lets them, without touching the index.
ALTER TABLE mark_counts SET (fillfactor = 60);
