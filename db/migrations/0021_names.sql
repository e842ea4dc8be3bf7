-- With which version names last changed that stand in rows of lists: whatever holds rows by then holds old ones.
ALTER TABLE "data_versions" ADD COLUMN "names" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE FUNCTION raise_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE data_versions SET names = version + 1;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER bodies_named AFTER UPDATE OF name, acronym, short_name, kind ON bodies
  FOR EACH STATEMENT EXECUTE FUNCTION raise_names();--> statement-breakpoint
CREATE TRIGGER impact_areas_named AFTER UPDATE OF name ON impact_areas
  FOR EACH STATEMENT EXECUTE FUNCTION raise_names();
