import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea } from "../columns";

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
