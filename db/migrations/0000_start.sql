-- Written by hand: drizzle-kit emits no extensions, text search configurations, functions or triggers.
CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- Two ways to read a text, both without accents: by word form ("adopts" finds "adopted") and as written
-- (for the prefix of a word still being typed).
CREATE TEXT SEARCH CONFIGURATION plenary (COPY = english);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION plenary ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION plenary_plain (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION plenary_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;--> statement-breakpoint
CREATE TABLE "actor_group_members" (
	"group_slug" text NOT NULL,
	"actor_slug" text NOT NULL,
	CONSTRAINT "actor_group_members_group_slug_actor_slug_pk" PRIMARY KEY("group_slug","actor_slug")
);
--> statement-breakpoint
CREATE TABLE "actor_groups" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"rule" text NOT NULL,
	"source_url" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"iso2" char(2),
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"listing" text DEFAULT 'proposed' NOT NULL,
	"proposed_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "actors_kind_check" CHECK ("actors"."kind" in ('country', 'bloc', 'international-body', 'company', 'civil-society', 'technical-community', 'government-agency', 'person')),
	CONSTRAINT "actors_listing_check" CHECK ("actors"."listing" in ('proposed', 'listed'))
);
--> statement-breakpoint
CREATE TABLE "area_groups" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"position" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audience_areas" (
	"audience_slug" text NOT NULL,
	"area_slug" text NOT NULL,
	"position" smallint NOT NULL,
	CONSTRAINT "audience_areas_audience_slug_area_slug_pk" PRIMARY KEY("audience_slug","area_slug")
);
--> statement-breakpoint
CREATE TABLE "audiences" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"show_first" text NOT NULL,
	"position" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "impact_areas" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"definition" text NOT NULL,
	"group_slug" text NOT NULL,
	"scale" jsonb NOT NULL,
	"position" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"person_id" uuid,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bodies" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"acronym" text,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"kind" text NOT NULL,
	"parent_slug" text,
	"founded" integer,
	"seat" text,
	"website" text,
	"description" text DEFAULT '' NOT NULL,
	"on_withdrawal_list" boolean DEFAULT false NOT NULL,
	"name_in_memorandum" text,
	"us_participation_note" text,
	"listing" text DEFAULT 'proposed' NOT NULL,
	"proposed_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bodies_kind_check" CHECK ("bodies"."kind" in ('un-body', 'technical-community', 'naming-numbering', 'coalition-forum', 'regional-economic', 'national-authority', 'court', 'monitor-civil-society', 'other')),
	CONSTRAINT "bodies_listing_check" CHECK ("bodies"."listing" in ('proposed', 'listed'))
);
--> statement-breakpoint
CREATE TABLE "exit_rules" (
	"body_slug" text PRIMARY KEY NOT NULL,
	"rule" text,
	"notice_period" text,
	"source_url" text,
	"needs_source" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "us_participation" (
	"body_slug" text NOT NULL,
	"position" smallint NOT NULL,
	"stage" text NOT NULL,
	"date" date,
	"date_precision" text,
	"source_url" text,
	"note" text,
	CONSTRAINT "us_participation_body_slug_position_pk" PRIMARY KEY("body_slug","position"),
	CONSTRAINT "us_participation_stage_check" CHECK ("us_participation"."stage" in ('announced', 'ordered', 'notified', 'effective', 'funding-cut', 'dissociated', 'member', 'observer', 'never-member', 're-engaged', 'reversed')),
	CONSTRAINT "us_participation_precision_check" CHECK ("us_participation"."date_precision" in ('day', 'month', 'year'))
);
--> statement-breakpoint
CREATE TABLE "withdrawal_entries" (
	"section" text NOT NULL,
	"position" smallint NOT NULL,
	"name" text NOT NULL,
	"group" text NOT NULL,
	"body_slug" text,
	"internet_related" boolean NOT NULL,
	"relation" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "withdrawal_entries_section_position_pk" PRIMARY KEY("section","position"),
	CONSTRAINT "withdrawal_entries_group_check" CHECK ("withdrawal_entries"."group" in ('non-un', 'un')),
	CONSTRAINT "withdrawal_entries_relation_check" CHECK ("withdrawal_entries"."relation" in ('direct', 'indirect', 'none'))
);
--> statement-breakpoint
CREATE TABLE "withdrawal_lists" (
	"development_slug" text PRIMARY KEY NOT NULL,
	"instrument" text NOT NULL,
	"source_url" text NOT NULL,
	"inclusion_rule" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_sources" (
	"slug" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"publisher" text NOT NULL,
	"url" text,
	"author" text,
	"published_on" date,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"slug" text PRIMARY KEY NOT NULL,
	"source_slug" text NOT NULL,
	"position" smallint NOT NULL,
	"text" text NOT NULL,
	"kind" text NOT NULL,
	"section" text NOT NULL,
	"audiences" text[] NOT NULL,
	"areas" text[] NOT NULL,
	"test" text NOT NULL,
	"due_on" date,
	"evidence" jsonb NOT NULL,
	"status" text NOT NULL,
	"status_reason" text NOT NULL,
	CONSTRAINT "claims_status_check" CHECK ("claims"."status" in ('supported', 'contradicted', 'mixed', 'open', 'untestable'))
);
--> statement-breakpoint
CREATE TABLE "developments" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "developments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text,
	"form_key" uuid,
	"state" text DEFAULT 'draft' NOT NULL,
	"head_revision_id" bigint,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "developments_slug_unique" UNIQUE("slug"),
	CONSTRAINT "developments_form_key_unique" UNIQUE("form_key"),
	CONSTRAINT "developments_state_check" CHECK ("developments"."state" in ('draft', 'in-review', 'published', 'retracted'))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"revision_id" bigint NOT NULL,
	"submitted_by" uuid NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "reviews_outcome_check" CHECK ("reviews"."outcome" in ('approved', 'changes-requested', 'withdrawn')),
	CONSTRAINT "reviews_decided_check" CHECK (("reviews"."outcome" is null) = ("reviews"."decided_at" is null)),
	CONSTRAINT "reviews_reason_check" CHECK ("reviews"."outcome" is distinct from 'changes-requested' or length(trim("reviews"."reason")) > 0)
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "revisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"base_revision_id" bigint,
	"author_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"backfill" boolean DEFAULT false NOT NULL,
	"content" jsonb NOT NULL,
	"previous_hash" text,
	"hash" text NOT NULL,
	CONSTRAINT "revisions_hash_check" CHECK ("revisions"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "revisions_first_check" CHECK (("revisions"."number" = 1) = ("revisions"."previous_hash" is null))
);
--> statement-breakpoint
CREATE TABLE "milestones" (
	"slug" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"date" date NOT NULL,
	"end_date" date,
	"date_precision" text NOT NULL,
	"kind" text NOT NULL,
	"body_slug" text,
	"development_slug" text,
	"source_url" text,
	"needs_source" boolean NOT NULL,
	"note" text,
	CONSTRAINT "milestones_kind_check" CHECK ("milestones"."kind" in ('withdrawal-stage', 'meeting', 'deadline', 'expiry', 'law-application', 'chair-change', 'review')),
	CONSTRAINT "milestones_precision_check" CHECK ("milestones"."date_precision" in ('day', 'month', 'year'))
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"person_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "attempts_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"email_verified" timestamp with time zone,
	"image" text,
	"role" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"session_number" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_role_check" CHECK ("people"."role" in ('contributor', 'editor', 'admin')),
	CONSTRAINT "people_email_lowercase_check" CHECK ("people"."email" = lower("people"."email")),
	CONSTRAINT "people_name_check" CHECK (length(trim("people"."name")) between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "data_versions" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publication_actors" (
	"publication_id" bigint NOT NULL,
	"actor_slug" text NOT NULL,
	"role" text NOT NULL,
	"ordinal" smallint NOT NULL,
	CONSTRAINT "publication_actors_publication_id_actor_slug_role_pk" PRIMARY KEY("publication_id","actor_slug","role"),
	CONSTRAINT "publication_actors_role_check" CHECK ("publication_actors"."role" in ('proposer', 'supporter', 'opponent', 'abstainer', 'host', 'signatory', 'withdrawer', 'funder', 'dissociated', 'observer'))
);
--> statement-breakpoint
CREATE TABLE "publication_areas" (
	"publication_id" bigint NOT NULL,
	"area_slug" text NOT NULL,
	"ordinal" smallint NOT NULL,
	"direction" text NOT NULL,
	"median" numeric,
	"low" smallint,
	"high" smallint,
	"scorers" smallint NOT NULL,
	CONSTRAINT "publication_areas_publication_id_area_slug_pk" PRIMARY KEY("publication_id","area_slug"),
	CONSTRAINT "publication_areas_direction_check" CHECK ("publication_areas"."direction" in ('negative', 'neutral', 'positive', 'unscored'))
);
--> statement-breakpoint
CREATE TABLE "publication_bodies" (
	"publication_id" bigint NOT NULL,
	"body_slug" text NOT NULL,
	"ordinal" smallint NOT NULL,
	CONSTRAINT "publication_bodies_publication_id_body_slug_pk" PRIMARY KEY("publication_id","body_slug")
);
--> statement-breakpoint
CREATE TABLE "publication_sources" (
	"publication_id" bigint NOT NULL,
	"ordinal" smallint NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "publication_sources_publication_id_ordinal_pk" PRIMARY KEY("publication_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "publications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"revision_id" bigint NOT NULL,
	"review_id" bigint NOT NULL,
	"slug" text NOT NULL,
	"known_from" timestamp with time zone NOT NULL,
	"known_until" timestamp with time zone,
	"first_known_at" timestamp with time zone NOT NULL,
	"backfill" boolean NOT NULL,
	"retracted" boolean NOT NULL,
	"title" text NOT NULL,
	"lead" text NOT NULL,
	"type" text,
	"status" text NOT NULL,
	"decided_on" date NOT NULL,
	"date_precision" text NOT NULL,
	"takes_effect_on" date,
	"period" text NOT NULL,
	"position" integer NOT NULL,
	"body_slug" text NOT NULL,
	"link" text NOT NULL,
	"source_count" smallint NOT NULL,
	"primary_source_count" smallint NOT NULL,
	"search" "tsvector" NOT NULL,
	CONSTRAINT "publications_type_check" CHECK ("publications"."type" in ('resolution', 'standard', 'policy', 'treaty', 'report', 'appointment', 'election', 'funding', 'withdrawal', 'accession', 'statement', 'meeting-outcome', 'consultation', 'court-ruling', 'law', 'network-disruption')),
	CONSTRAINT "publications_status_check" CHECK ("publications"."status" in ('proposed', 'adopted', 'in-force', 'implemented', 'rejected', 'lapsed', 'withdrawn')),
	CONSTRAINT "publications_precision_check" CHECK ("publications"."date_precision" in ('day', 'month', 'year')),
	CONSTRAINT "publications_period_check" CHECK ("publications"."period" in ('baseline', 'after')),
	CONSTRAINT "publications_link_check" CHECK ("publications"."link" in ('direct', 'plausible', 'none')),
	CONSTRAINT "publications_source_check" CHECK ("publications"."source_count" >= 1),
	CONSTRAINT "publications_span_check" CHECK ("publications"."known_until" >= "publications"."known_from")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scores_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"area_slug" text NOT NULL,
	"scorer_id" uuid NOT NULL,
	"direction" smallint,
	"confidence" smallint,
	"reason" text NOT NULL,
	"scored_at" timestamp with time zone NOT NULL,
	"backfill" boolean DEFAULT false NOT NULL,
	CONSTRAINT "scores_direction_check" CHECK ("scores"."direction" between -2 and 2),
	CONSTRAINT "scores_confidence_check" CHECK ("scores"."confidence" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "watched_sources" (
	"url" text PRIMARY KEY NOT NULL,
	"body_slug" text NOT NULL,
	"name" text NOT NULL,
	"feed_url" text,
	"usual_gap_days" integer,
	"usual_gap_is_guess" boolean NOT NULL,
	"evidence" text
);
--> statement-breakpoint
ALTER TABLE "actor_group_members" ADD CONSTRAINT "actor_group_members_group_slug_actor_groups_slug_fk" FOREIGN KEY ("group_slug") REFERENCES "public"."actor_groups"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actor_group_members" ADD CONSTRAINT "actor_group_members_actor_slug_actors_slug_fk" FOREIGN KEY ("actor_slug") REFERENCES "public"."actors"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_areas" ADD CONSTRAINT "audience_areas_audience_slug_audiences_slug_fk" FOREIGN KEY ("audience_slug") REFERENCES "public"."audiences"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_areas" ADD CONSTRAINT "audience_areas_area_slug_impact_areas_slug_fk" FOREIGN KEY ("area_slug") REFERENCES "public"."impact_areas"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_areas" ADD CONSTRAINT "impact_areas_group_slug_area_groups_slug_fk" FOREIGN KEY ("group_slug") REFERENCES "public"."area_groups"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_parent_slug_bodies_slug_fk" FOREIGN KEY ("parent_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exit_rules" ADD CONSTRAINT "exit_rules_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "us_participation" ADD CONSTRAINT "us_participation_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_entries" ADD CONSTRAINT "withdrawal_entries_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_source_slug_claim_sources_slug_fk" FOREIGN KEY ("source_slug") REFERENCES "public"."claim_sources"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "developments" ADD CONSTRAINT "developments_head_revision_id_revisions_id_fk" FOREIGN KEY ("head_revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "developments" ADD CONSTRAINT "developments_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_submitted_by_people_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_base_revision_id_revisions_id_fk" FOREIGN KEY ("base_revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_actors" ADD CONSTRAINT "publication_actors_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_actors" ADD CONSTRAINT "publication_actors_actor_slug_actors_slug_fk" FOREIGN KEY ("actor_slug") REFERENCES "public"."actors"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_areas" ADD CONSTRAINT "publication_areas_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_areas" ADD CONSTRAINT "publication_areas_area_slug_impact_areas_slug_fk" FOREIGN KEY ("area_slug") REFERENCES "public"."impact_areas"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_bodies" ADD CONSTRAINT "publication_bodies_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_bodies" ADD CONSTRAINT "publication_bodies_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_sources" ADD CONSTRAINT "publication_sources_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_area_slug_impact_areas_slug_fk" FOREIGN KEY ("area_slug") REFERENCES "public"."impact_areas"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_scorer_id_people_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watched_sources" ADD CONSTRAINT "watched_sources_body_slug_bodies_slug_fk" FOREIGN KEY ("body_slug") REFERENCES "public"."bodies"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_subject_index" ON "audit_events" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "audit_events_person_index" ON "audit_events" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "developments_state_index" ON "developments" USING btree ("state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_waiting_key" ON "reviews" USING btree ("development_id") WHERE "reviews"."outcome" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_approved_key" ON "reviews" USING btree ("revision_id") WHERE "reviews"."outcome" = 'approved';--> statement-breakpoint
CREATE INDEX "reviews_development_index" ON "reviews" USING btree ("development_id","decided_at");--> statement-breakpoint
CREATE INDEX "reviews_queue_index" ON "reviews" USING btree ("submitted_at") WHERE "reviews"."outcome" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "revisions_number_key" ON "revisions" USING btree ("development_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email_key" ON "people" USING btree ("email");--> statement-breakpoint
CREATE INDEX "publication_actors_actor_index" ON "publication_actors" USING btree ("actor_slug","publication_id");--> statement-breakpoint
CREATE INDEX "publication_areas_area_index" ON "publication_areas" USING btree ("area_slug","publication_id");--> statement-breakpoint
CREATE INDEX "publication_bodies_body_index" ON "publication_bodies" USING btree ("body_slug","publication_id");--> statement-breakpoint
CREATE INDEX "publication_sources_url_index" ON "publication_sources" USING hash ("url");--> statement-breakpoint
CREATE UNIQUE INDEX "publications_current_key" ON "publications" USING btree ("development_id") WHERE "publications"."known_until" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "publications_current_slug_key" ON "publications" USING btree ("slug") WHERE "publications"."known_until" is null;--> statement-breakpoint
CREATE INDEX "publications_development_index" ON "publications" USING btree ("development_id","known_from");--> statement-breakpoint
CREATE INDEX "publications_slug_index" ON "publications" USING btree ("slug","known_from");--> statement-breakpoint
CREATE INDEX "publications_timeline_index" ON "publications" USING btree ("position" DESC NULLS LAST,"development_id" DESC NULLS LAST) WHERE "publications"."known_until" is null and not "publications"."retracted";--> statement-breakpoint
CREATE INDEX "publications_body_index" ON "publications" USING btree ("body_slug","position" DESC NULLS LAST,"development_id" DESC NULLS LAST) WHERE "publications"."known_until" is null and not "publications"."retracted";--> statement-breakpoint
CREATE INDEX "publications_title_index" ON "publications" USING gin ("title" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "publications_search_index" ON "publications" USING gin ("search") WHERE "publications"."known_until" is null and not "publications"."retracted";--> statement-breakpoint
CREATE INDEX "scores_development_index" ON "scores" USING btree ("development_id","area_slug","scorer_id","id");--> statement-breakpoint
-- Rules of the record that no code path may break. Written by hand.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER revisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON revisions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER scores_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scores
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER reviews_kept BEFORE DELETE OR TRUNCATE ON reviews
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER developments_kept BEFORE DELETE OR TRUNCATE ON developments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint

CREATE FUNCTION check_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT number, hash INTO last FROM revisions
    WHERE development_id = NEW.development_id ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.previous_hash IS DISTINCT FROM last.hash THEN
    RAISE EXCEPTION 'revision % of development % does not follow the last one', NEW.number, NEW.development_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.backfill AND EXISTS (SELECT FROM revisions WHERE development_id = NEW.development_id AND NOT backfill) THEN
    RAISE EXCEPTION 'backfill cannot follow what was written here' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.base_revision_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM revisions WHERE id = NEW.base_revision_id AND development_id = NEW.development_id AND number < NEW.number
  ) THEN
    RAISE EXCEPTION 'the base of a revision must be an earlier one of the same development'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER revisions_follow BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION check_revision();--> statement-breakpoint

-- Everybody who wrote part of a revision. Saves are merged on top of each other, so each author between a revision and
-- the approved one before it may stand in its text; and what was restored, or saved on an older base, carries in the
-- same way the text of that base.
CREATE FUNCTION unapproved_authors(revision bigint) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE approved AS (
    SELECT approved.id, approved.number
      FROM revisions subject
      JOIN revisions approved ON approved.development_id = subject.development_id
      JOIN reviews ON reviews.revision_id = approved.id AND reviews.outcome = 'approved'
      WHERE subject.id = revision
  ), written AS (
    SELECT since.id, since.development_id, since.base_revision_id, since.author_id
      FROM revisions subject
      JOIN revisions since ON since.development_id = subject.development_id AND since.number <= subject.number
      WHERE subject.id = revision
        AND since.number > coalesce((SELECT max(number) FROM approved WHERE number < subject.number), 0)
    UNION
    SELECT since.id, since.development_id, since.base_revision_id, since.author_id
      FROM written
      JOIN revisions base ON base.id = written.base_revision_id AND base.id NOT IN (SELECT id FROM approved)
      JOIN revisions since ON since.development_id = base.development_id AND since.number <= base.number
        AND since.number > coalesce((SELECT max(number) FROM approved WHERE number < base.number), 0)
  )
  SELECT DISTINCT author_id FROM written
$$;--> statement-breakpoint

CREATE FUNCTION check_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.outcome IS NOT NULL THEN
      RAISE EXCEPTION 'review % is decided and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.development_id, NEW.revision_id, NEW.submitted_by, NEW.submitted_at)
       IS DISTINCT FROM (OLD.id, OLD.development_id, OLD.revision_id, OLD.submitted_by, OLD.submitted_at) THEN
      RAISE EXCEPTION 'what review % is about cannot change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  SELECT development_id, backfill INTO subject FROM revisions WHERE id = NEW.revision_id;
  IF subject.development_id IS DISTINCT FROM NEW.development_id THEN
    RAISE EXCEPTION 'a review and its revision must belong to one development' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.outcome IS NOT NULL AND NEW.decided_by IS NULL AND NOT (subject.backfill AND NEW.outcome = 'approved') THEN
    RAISE EXCEPTION 'somebody has to decide a review' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.outcome = 'approved' AND NEW.decided_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM people WHERE id = NEW.decided_by AND active AND role IN ('editor', 'admin')
  ) THEN
    RAISE EXCEPTION 'only editors and admins approve' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.outcome = 'approved' AND NOT EXISTS (
    SELECT FROM revisions WHERE id = NEW.revision_id AND jsonb_array_length(content->'sources') > 0
  ) THEN
    RAISE EXCEPTION 'nothing is published without a source' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.outcome = 'approved' AND NEW.decided_by IN (SELECT unapproved_authors(NEW.revision_id)) THEN
    RAISE EXCEPTION 'nobody approves what they wrote themselves' USING ERRCODE = 'restrict_violation',
      CONSTRAINT = 'reviews_second_person';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER reviews_second_person BEFORE INSERT OR UPDATE ON reviews
  FOR EACH ROW EXECUTE FUNCTION check_review();--> statement-breakpoint

-- One counter for everything a reader can see. Kept answers carry it in their key, so each of these
-- tables raises it in the transaction of the change.
INSERT INTO data_versions (id, version) VALUES (true, 1);--> statement-breakpoint
CREATE FUNCTION raise_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
BEGIN
  UPDATE data_versions SET version = version + 1 RETURNING version INTO raised;
  PERFORM pg_notify('plenary_data', raised::text);
  RETURN NULL;
END $$;--> statement-breakpoint
DO $$
DECLARE
  seen text;
BEGIN
  FOREACH seen IN ARRAY ARRAY['publications', 'publication_areas', 'publication_actors', 'publication_bodies', 'publication_sources',
    'bodies', 'us_participation', 'exit_rules', 'withdrawal_lists', 'withdrawal_entries', 'area_groups',
    'impact_areas', 'audiences', 'audience_areas', 'actor_groups', 'actors', 'actor_group_members', 'milestones',
    'claim_sources', 'claims', 'watched_sources']
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION raise_data_version()', seen || '_seen', seen);
  END LOOP;
END $$;--> statement-breakpoint
-- The names of authors and reviewers stand in public histories.
CREATE TRIGGER people_seen AFTER UPDATE OF name ON people
  FOR EACH STATEMENT EXECUTE FUNCTION raise_data_version();
