import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, byteOrderedText } from "../columns";

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
 * The data version with which a development was listed anew, or left the lists: whoever holds sets of marks in memory
 * reads what is newer than what it holds (see lib/developments/held-marks.ts).
 */
export const listedVersions = pgTable(
  "listed_versions",
  {
    developmentId: bigint("development_id", { mode: "number" }).primaryKey(),
    version: bigint("version", { mode: "number" }).notNull(),
  },
  (table) => [index("listed_versions_version_index").on(table.version)],
);

/**
 * What a process holds of all marks as of a data version, for those that start later (see
 * lib/developments/held-snapshot.ts). Nothing depends on it.
 */
export const heldSets = pgTable(
  "held_sets",
  {
    version: bigint("version", { mode: "number" }).notNull(),
    name: text("name").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.version, table.name] })],
);

/**
 * The developments and past versions in which a word stands, as sets by blocks of development ids, and the data version
 * as of which each block holds; see lib/developments/word-sets.ts. Nothing depends on it.
 */
export const wordBlocks = pgTable("word_blocks", {
  block: integer("block").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
});

export const wordSets = pgTable(
  "word_sets",
  {
    block: integer("block").notNull(),
    /** Empty for all there are in the block. */
    lexeme: byteOrderedText("lexeme").notNull(),
    /** Of each that is listed its place in the block, two bytes less 32,768; of common words a bit for each place. */
    listed: bytea("listed"),
    listedBits: bytea("listed_bits"),
    /** Of each past version its place among those of the block, four bytes; of the empty word all publications in order. */
    past: bytea("past"),
  },
  (table) => [primaryKey({ columns: [table.block, table.lexeme] })],
);
