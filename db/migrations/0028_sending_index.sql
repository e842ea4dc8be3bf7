DROP INDEX "deliveries_lease_index";--> statement-breakpoint
CREATE INDEX "deliveries_sending_index" ON "deliveries" USING btree ("id") WHERE "deliveries"."state" = 'sending';--> statement-breakpoint
-- A delivery is written again by each step of its letter: room beside it spares its indexes.
ALTER TABLE "deliveries" SET (fillfactor = 60);
