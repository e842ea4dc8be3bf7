-- What readers see may not carry itself forward, however far round. Checked at the end of the transaction: the order
-- in which a publication and its stages are written does not matter.
CREATE FUNCTION check_stages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  carrying bigint := (SELECT development_id FROM publications WHERE id = NEW.publication_id AND known_until IS NULL);
BEGIN
  IF carrying IS NOT NULL AND carrying IN (
    WITH RECURSIVE carried(id) AS (
      SELECT NEW.carried_id
      UNION
      SELECT stages.carried_id FROM carried
      JOIN publications ON publications.development_id = carried.id AND publications.known_until IS NULL
      JOIN publication_stages stages ON stages.publication_id = publications.id
    ) SELECT id FROM carried
  ) THEN
    RAISE EXCEPTION 'Development % carries itself forward.', carrying USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER stages_without_circle AFTER INSERT OR UPDATE ON publication_stages
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_stages();
