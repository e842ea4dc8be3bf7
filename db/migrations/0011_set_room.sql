-- A set is written again by each publication: room beside it spares its index.
ALTER TABLE "mark_sets" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "mark_counts" SET (fillfactor = 80);
