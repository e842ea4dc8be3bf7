-- A unique index over what somebody reads held it whole, and an entry of an index has room for 2,700 bytes: one reader of
-- long searches kept the letters of everybody back. A hash that nobody can make to meet another's.
CREATE FUNCTION letter_key(filters text[], correction_ids bigint[], sent_revision_ids bigint[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(
    json_build_array(array_to_json(filters), array_to_json(correction_ids), array_to_json(sent_revision_ids))::text, 'UTF8'))
$$;--> statement-breakpoint
DROP INDEX "issue_letters_key";--> statement-breakpoint
CREATE UNIQUE INDEX "issue_letters_key" ON "issue_letters" USING btree ("week",letter_key("filters", "correction_ids", "sent_revision_ids"));
