-- Written by hand: no SQL reads markdown. The public rows are emptied here and made anew by db/migrate.ts.
TRUNCATE publications, publication_areas, publication_actors, publication_bodies, publication_sources,
  listed_marks, mark_counts, mark_sets;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "plain_summary" text NOT NULL;
