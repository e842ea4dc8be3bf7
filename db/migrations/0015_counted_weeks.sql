-- An approval is known from the moment it is made. For the weekly issue it counts from the close of the last week, if
-- that lies later: a week can be closed ahead of the clock, and no approval belongs to two issues or to none.
ALTER TABLE "reviews" ADD COLUMN "counted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reviews" DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE "reviews" SET "counted_at" = "decided_at" WHERE "outcome" = 'approved';--> statement-breakpoint
ALTER TABLE "reviews" ENABLE TRIGGER USER;--> statement-breakpoint
CREATE INDEX "reviews_counted_index" ON "reviews" USING btree ("counted_at");--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_counted_check" CHECK (("reviews"."outcome" is not distinct from 'approved') = ("reviews"."counted_at" is not null));--> statement-breakpoint
DROP TRIGGER reviews_after_close ON reviews;--> statement-breakpoint
DROP FUNCTION approve_after_close();--> statement-breakpoint

-- Each approval belongs to one issue. A freeze takes this lock for itself, so that it sees every approval of its week;
-- what was asked for before and comes after it belongs to the next week. Backfill stands in no issue. A review that
-- was decided stays as it is: see check_review().
CREATE FUNCTION count_after_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.outcome IS DISTINCT FROM 'approved' THEN
    NEW.counted_at := NULL;
  ELSIF NEW.decided_by IS NULL THEN
    NEW.counted_at := NEW.decided_at;
  ELSE
    PERFORM pg_advisory_xact_lock_shared(hashtext('plenary issue'));
    NEW.counted_at := greatest(NEW.decided_at, (SELECT max(ends_at) FROM issues WHERE frozen_at IS NOT NULL));
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER reviews_after_close BEFORE INSERT OR UPDATE ON reviews FOR EACH ROW
  EXECUTE FUNCTION count_after_close();
