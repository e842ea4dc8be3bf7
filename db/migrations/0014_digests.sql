CREATE TABLE "corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"review_id" bigint NOT NULL,
	"sent_revision_id" bigint NOT NULL,
	"revision_id" bigint NOT NULL,
	"material" boolean NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "corrections_review_id_unique" UNIQUE("review_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"week" text NOT NULL,
	"subscriber_id" bigint NOT NULL,
	"letter_id" bigint NOT NULL,
	"email" text,
	"state" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"worker" uuid,
	"data_began_at" timestamp with time zone,
	"first_tried_at" timestamp with time zone,
	"detail" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "deliveries_state_check" CHECK ("deliveries"."state" in ('queued', 'sending', 'retry', 'accepted', 'failed', 'skipped', 'uncertain')),
	CONSTRAINT "deliveries_lease_check" CHECK (("deliveries"."state" = 'sending') = ("deliveries"."lease_until" is not null)),
	CONSTRAINT "deliveries_settled_check" CHECK (("deliveries"."settled_at" is not null) = ("deliveries"."state" in ('accepted', 'failed', 'skipped', 'uncertain')))
);
--> statement-breakpoint
CREATE TABLE "digest_settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"send_hour" smallint DEFAULT 7 NOT NULL,
	"first_week" text,
	"armed_for" text,
	CONSTRAINT "digest_settings_one_check" CHECK ("digest_settings"."id"),
	CONSTRAINT "digest_settings_hour_check" CHECK ("digest_settings"."send_hour" between 0 and 23)
);
--> statement-breakpoint
CREATE TABLE "issue_entries" (
	"week" text NOT NULL,
	"development_id" bigint NOT NULL,
	"revision_id" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"entry" jsonb NOT NULL,
	CONSTRAINT "issue_entries_week_development_id_pk" PRIMARY KEY("week","development_id")
);
--> statement-breakpoint
CREATE TABLE "issue_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "issue_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"week" text NOT NULL,
	"filters" text[] NOT NULL,
	"correction_ids" bigint[] NOT NULL,
	"development_ids" bigint[] NOT NULL,
	"chosen" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"week" text PRIMARY KEY NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"held_because" text,
	"introduction" text DEFAULT '' NOT NULL,
	"introduction_by" uuid,
	"pinned_slug" text,
	"frozen_at" timestamp with time zone,
	"sends_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"contents" jsonb,
	"audience" integer,
	CONSTRAINT "issues_state_check" CHECK ("issues"."state" in ('open', 'ready', 'held', 'sent')),
	CONSTRAINT "issues_week_check" CHECK ("issues"."week" ~ '^[0-9]{4}-W[0-5][0-9]$'),
	CONSTRAINT "issues_window_check" CHECK ("issues"."starts_at" < "issues"."ends_at"),
	CONSTRAINT "issues_frozen_check" CHECK (("issues"."frozen_at" is null) = ("issues"."state" = 'open') and ("issues"."frozen_at" is null) = ("issues"."contents" is null)),
	CONSTRAINT "issues_held_check" CHECK (("issues"."held_because" is not null) = ("issues"."state" = 'held'))
);
--> statement-breakpoint
CREATE TABLE "mail_reports" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"delivery_id" bigint,
	"detail" text NOT NULL,
	"reported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_mails" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_mails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message" jsonb,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "slow_domains" (
	"domain" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"strikes" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"url" text NOT NULL,
	"outcome" text NOT NULL,
	"checked_by" uuid NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_checks_outcome_check" CHECK ("source_checks"."outcome" in ('nothing-new', 'unreachable'))
);
--> statement-breakpoint
CREATE TABLE "confirmation_filters" (
	"confirmation_id" bigint NOT NULL,
	"filter" text NOT NULL,
	"audience_slug" text,
	CONSTRAINT "confirmation_filters_confirmation_id_filter_pk" PRIMARY KEY("confirmation_id","filter"),
	CONSTRAINT "confirmation_filters_filter_check" CHECK (length("confirmation_filters"."filter") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "confirmations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "confirmations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"token_hash" text NOT NULL,
	"email" text,
	"address_hash" text NOT NULL,
	"asked_on" date NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "confirmations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "link_keys" (
	"id" smallint PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscribers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"email" text,
	"consent" text NOT NULL,
	"confirmed_at" timestamp with time zone NOT NULL,
	"quiet_weeks" boolean DEFAULT true NOT NULL,
	"paused_until" timestamp with time zone,
	"left_at" timestamp with time zone,
	"erased_at" timestamp with time zone,
	"suppressed_at" timestamp with time zone,
	"suppressed_because" text,
	CONSTRAINT "subscribers_consent_check" CHECK ("subscribers"."consent" in ('confirmed-by-link', 'added-by-operator')),
	CONSTRAINT "subscribers_suppressed_check" CHECK ("subscribers"."suppressed_because" in ('refused', 'bounced', 'complained')),
	CONSTRAINT "subscribers_email_lowercase_check" CHECK ("subscribers"."email" = lower("subscribers"."email")),
	CONSTRAINT "subscribers_erased_check" CHECK (("subscribers"."email" is null) = ("subscribers"."erased_at" is not null)),
	CONSTRAINT "subscribers_erased_left_check" CHECK ("subscribers"."erased_at" is null or "subscribers"."left_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscriptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscriber_id" bigint NOT NULL,
	"filter" text NOT NULL,
	"audience_slug" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "subscriptions_filter_check" CHECK (length("subscriptions"."filter") <= 2000)
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_sent_revision_id_revisions_id_fk" FOREIGN KEY ("sent_revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_week_issues_week_fk" FOREIGN KEY ("week") REFERENCES "public"."issues"("week") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_letter_id_issue_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."issue_letters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_entries" ADD CONSTRAINT "issue_entries_week_issues_week_fk" FOREIGN KEY ("week") REFERENCES "public"."issues"("week") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_entries" ADD CONSTRAINT "issue_entries_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_entries" ADD CONSTRAINT "issue_entries_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_letters" ADD CONSTRAINT "issue_letters_week_issues_week_fk" FOREIGN KEY ("week") REFERENCES "public"."issues"("week") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issues" ADD CONSTRAINT "issues_introduction_by_people_id_fk" FOREIGN KEY ("introduction_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_reports" ADD CONSTRAINT "mail_reports_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_checks" ADD CONSTRAINT "source_checks_url_watched_sources_url_fk" FOREIGN KEY ("url") REFERENCES "public"."watched_sources"("url") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_checks" ADD CONSTRAINT "source_checks_checked_by_people_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmation_filters" ADD CONSTRAINT "confirmation_filters_confirmation_id_confirmations_id_fk" FOREIGN KEY ("confirmation_id") REFERENCES "public"."confirmations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmation_filters" ADD CONSTRAINT "confirmation_filters_audience_slug_audiences_slug_fk" FOREIGN KEY ("audience_slug") REFERENCES "public"."audiences"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_audience_slug_audiences_slug_fk" FOREIGN KEY ("audience_slug") REFERENCES "public"."audiences"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_development_index" ON "corrections" USING btree ("development_id","id");--> statement-breakpoint
CREATE INDEX "corrections_material_index" ON "corrections" USING btree ("decided_at") WHERE "corrections"."material";--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once_key" ON "deliveries" USING btree ("week","subscriber_id");--> statement-breakpoint
CREATE INDEX "deliveries_due_index" ON "deliveries" USING btree ("week","next_at","letter_id","id") WHERE "deliveries"."state" in ('queued', 'retry');--> statement-breakpoint
CREATE INDEX "deliveries_lease_index" ON "deliveries" USING btree ("lease_until") WHERE "deliveries"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_subscriber_index" ON "deliveries" USING btree ("subscriber_id","week");--> statement-breakpoint
CREATE INDEX "deliveries_letter_index" ON "deliveries" USING btree ("letter_id");--> statement-breakpoint
CREATE INDEX "issue_entries_development_index" ON "issue_entries" USING btree ("development_id");--> statement-breakpoint
CREATE UNIQUE INDEX "issue_letters_key" ON "issue_letters" USING btree ("week","filters","correction_ids");--> statement-breakpoint
CREATE INDEX "issue_letters_developments_index" ON "issue_letters" USING gin ("development_ids");--> statement-breakpoint
CREATE INDEX "issues_frozen_index" ON "issues" USING btree ("ends_at") WHERE "issues"."frozen_at" is not null;--> statement-breakpoint
CREATE INDEX "outgoing_mails_due_index" ON "outgoing_mails" USING btree ("next_at") WHERE "outgoing_mails"."message" is not null;--> statement-breakpoint
CREATE INDEX "source_checks_url_index" ON "source_checks" USING btree ("url","checked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "confirmations_day_key" ON "confirmations" USING btree ("address_hash","asked_on");--> statement-breakpoint
CREATE INDEX "confirmations_expiry_index" ON "confirmations" USING btree ("expires_at") WHERE "confirmations"."email" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_email_key" ON "subscribers" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_current_key" ON "subscriptions" USING btree ("subscriber_id","filter") WHERE "subscriptions"."ended_at" is null;--> statement-breakpoint
-- Rules of the digest that no code path may break. Written by hand.
INSERT INTO digest_settings (id) VALUES (true);--> statement-breakpoint
CREATE TRIGGER issue_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON issue_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER issue_letters_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON issue_letters
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER source_checks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON source_checks
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER issues_kept BEFORE DELETE OR TRUNCATE ON issues
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER deliveries_kept BEFORE DELETE OR TRUNCATE ON deliveries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER subscribers_kept BEFORE DELETE OR TRUNCATE ON subscribers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint

-- What was frozen says the same for ever.
CREATE FUNCTION check_issue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND
     (NEW.week, NEW.starts_at, NEW.ends_at, NEW.time_zone, NEW.introduction, NEW.pinned_slug, NEW.frozen_at,
      NEW.contents, NEW.audience) IS DISTINCT FROM
     (OLD.week, OLD.starts_at, OLD.ends_at, OLD.time_zone, OLD.introduction, OLD.pinned_slug, OLD.frozen_at,
      OLD.contents, OLD.audience) THEN
    RAISE EXCEPTION 'issue % is frozen', OLD.week USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER issues_frozen BEFORE UPDATE ON issues FOR EACH ROW EXECUTE FUNCTION check_issue();--> statement-breakpoint

CREATE FUNCTION check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM issues WHERE week = NEW.week AND frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'issue % is frozen', NEW.week USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER issue_entries_frozen BEFORE INSERT ON issue_entries FOR EACH ROW EXECUTE FUNCTION check_entry();--> statement-breakpoint

-- What was accepted stays so for ever; what failed or is uncertain is put in the queue again only by a person.
CREATE FUNCTION check_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.week, NEW.subscriber_id, NEW.letter_id) IS DISTINCT FROM (OLD.week, OLD.subscriber_id, OLD.letter_id)
     OR (OLD.state IN ('accepted', 'skipped') AND NEW.state <> OLD.state)
     OR (OLD.state = 'failed' AND NEW.state NOT IN ('failed', 'queued'))
     OR (NEW.state = 'accepted' AND OLD.state NOT IN ('sending', 'uncertain', 'accepted'))
     OR (NEW.state = 'sending' AND OLD.state NOT IN ('queued', 'retry', 'sending')) THEN
    RAISE EXCEPTION 'delivery % goes from % to %, which is refused', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER deliveries_settled BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION check_delivery();--> statement-breakpoint

-- Each approval belongs to one issue. A freeze takes this lock for itself, so that it sees every approval of its week;
-- what was asked for before and comes after it belongs to the next week.
CREATE FUNCTION approve_after_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('plenary issue'));
  NEW.decided_at := greatest(NEW.decided_at, (SELECT max(ends_at) FROM issues WHERE frozen_at IS NOT NULL));
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER reviews_after_close BEFORE INSERT OR UPDATE OF outcome ON reviews FOR EACH ROW
  WHEN (NEW.outcome = 'approved' AND NEW.decided_by IS NOT NULL) EXECUTE FUNCTION approve_after_close();--> statement-breakpoint

DO $$
DECLARE
  seen text;
BEGIN
  FOREACH seen IN ARRAY ARRAY['issues', 'corrections', 'digest_settings']
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION raise_data_version()', seen || '_seen', seen);
  END LOOP;
END $$;
