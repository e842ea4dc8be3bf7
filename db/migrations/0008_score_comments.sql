CREATE TABLE "score_comments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "score_comments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"development_id" bigint NOT NULL,
	"area_slug" text NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "score_comments" ADD CONSTRAINT "score_comments_development_id_developments_id_fk" FOREIGN KEY ("development_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_comments" ADD CONSTRAINT "score_comments_area_slug_impact_areas_slug_fk" FOREIGN KEY ("area_slug") REFERENCES "public"."impact_areas"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_comments" ADD CONSTRAINT "score_comments_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "score_comments_development_index" ON "score_comments" USING btree ("development_id","area_slug","id");--> statement-breakpoint
CREATE INDEX "scores_scorer_index" ON "scores" USING btree ("scorer_id","development_id","area_slug");--> statement-breakpoint

-- Written by hand.
CREATE TRIGGER score_comments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON score_comments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
