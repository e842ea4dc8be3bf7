import { bigint, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bits } from "../columns";

/**
 * The listed developments that carry a mark (see lib/developments/marks.ts), in the order of the timeline: a filtered
 * list is read from its beginning, however long it is. Written with publications.
 */
export const listedMarks = pgTable(
  "listed_marks",
  {
    mark: text("mark").notNull(),
    position: integer("position").notNull(),
    developmentId: bigint("development_id", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.mark, table.position, table.developmentId] })],
);

/**
 * How many listed developments carry both of two marks: what every filter would give under none or one chosen value,
 * read by key. Its size follows the number of different values, not of developments.
 */
export const markCounts = pgTable(
  "mark_counts",
  {
    mark: text("mark").notNull(),
    other: text("other").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.mark, table.other] })],
);

/** A kilobyte: small enough to stay in its row, large enough to make rows few. */
export const chunkLength = 8192;

/**
 * Which listed developments carry a mark, one bit for each: what carries several marks is counted by laying sets over
 * each other, a few thousand developments at a time. A chunk holds developments of one month only, so that the same
 * sets count by month.
 */
export const markSets = pgTable(
  "mark_sets",
  {
    mark: text("mark").notNull(),
    /** A development is bit `place` of `chunk` (see lib/developments/places.ts). */
    chunk: integer("chunk").notNull(),
    members: bits("members", chunkLength).notNull(),
  },
  (table) => [primaryKey({ columns: [table.mark, table.chunk] })],
);

/** How many places of a month were given away; those of developments that left stay empty. */
export const monthPlaces = pgTable("month_places", {
  bucket: integer("bucket").primaryKey(),
  taken: integer("taken").notNull(),
});
