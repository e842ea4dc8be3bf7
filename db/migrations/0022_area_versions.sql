CREATE TABLE "area_versions" (
	"area_slug" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"definition" text NOT NULL,
	"scale" jsonb NOT NULL,
	"author_id" uuid,
	"written_at" timestamp with time zone NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "area_versions_area_slug_number_pk" PRIMARY KEY("area_slug","number"),
	CONSTRAINT "area_versions_number_check" CHECK ("area_versions"."number" > 0)
);
--> statement-breakpoint
ALTER TABLE "impact_areas" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "area_versions" ADD CONSTRAINT "area_versions_area_slug_impact_areas_slug_fk" FOREIGN KEY ("area_slug") REFERENCES "public"."impact_areas"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "area_versions" ADD CONSTRAINT "area_versions_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint

-- From here on written by hand. Until now areas had the wording they were loaded with, and every score was given against it.
INSERT INTO area_versions (area_slug, number, name, definition, scale, written_at)
  SELECT slug, 1, name, definition, scale,
    coalesce((SELECT min(at) FROM audit_events WHERE action = 'starter-data.loaded'), now()) FROM impact_areas;--> statement-breakpoint
ALTER TABLE "scores" ADD COLUMN "area_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "scores" ALTER COLUMN "area_version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_area_version_fk" FOREIGN KEY ("area_slug","area_version") REFERENCES "public"."area_versions"("area_slug","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "scores_area_index" ON "scores" USING btree ("area_slug","area_version");--> statement-breakpoint
CREATE TRIGGER area_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON area_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint

-- What readers see of an area is its newest wording: neither changes without the other. Asked at commit, as one of the two
-- has to be written first.
CREATE FUNCTION check_area_wording() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed text := CASE WHEN TG_TABLE_NAME = 'impact_areas' THEN to_jsonb(NEW)->>'slug' ELSE to_jsonb(NEW)->>'area_slug' END;
BEGIN
  IF EXISTS (
    SELECT FROM impact_areas area
      LEFT JOIN LATERAL (
        SELECT * FROM area_versions WHERE area_slug = area.slug ORDER BY number DESC LIMIT 1
      ) newest ON true
      WHERE area.slug = changed
        AND (area.version, area.name, area.definition, area.scale)
          IS DISTINCT FROM (newest.number, newest.name, newest.definition, newest.scale)
  ) THEN
    RAISE EXCEPTION 'the wording of the area % is not its newest version', changed USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER impact_areas_worded AFTER INSERT OR UPDATE ON impact_areas
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_area_wording();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER area_versions_worded AFTER INSERT ON area_versions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_area_wording();
