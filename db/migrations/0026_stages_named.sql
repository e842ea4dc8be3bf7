-- Stages of the United States are held together with the bodies they are of.
CREATE TRIGGER us_participation_named AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON us_participation
  FOR EACH STATEMENT EXECUTE FUNCTION raise_names();
