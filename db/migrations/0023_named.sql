-- What has a name that a filter may ask for, or stands in rows of lists, is held by each process until any of it changes.
DROP TRIGGER bodies_named ON bodies;--> statement-breakpoint
DROP TRIGGER impact_areas_named ON impact_areas;--> statement-breakpoint
DO $$
DECLARE
  named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['bodies', 'impact_areas', 'actors', 'actor_groups']
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION raise_names()', named || '_named', named);
  END LOOP;
END $$;--> statement-breakpoint
-- Those of authors and scorers stand on pages that are held.
CREATE TRIGGER people_named AFTER UPDATE OF name ON people
  FOR EACH STATEMENT EXECUTE FUNCTION raise_names();
