CREATE TABLE "publication_stages" (
	"publication_id" bigint NOT NULL,
	"ordinal" smallint NOT NULL,
	"carried_id" bigint NOT NULL,
	CONSTRAINT "publication_stages_publication_id_carried_id_pk" PRIMARY KEY("publication_id","carried_id")
);
--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "days_to_adoption" integer;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "days_to_effect" integer;--> statement-breakpoint
ALTER TABLE "publication_stages" ADD CONSTRAINT "publication_stages_publication_id_publications_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication_stages" ADD CONSTRAINT "publication_stages_carried_id_developments_id_fk" FOREIGN KEY ("carried_id") REFERENCES "public"."developments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "publication_stages_carried_index" ON "publication_stages" USING btree ("carried_id","publication_id");