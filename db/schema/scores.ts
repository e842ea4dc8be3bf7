import { sql } from "drizzle-orm";
import { bigint, boolean, check, foreignKey, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, slug } from "../columns";
import { areaVersions, impactAreas } from "./areas";
import { developments } from "./developments";
import { people } from "./people";

/** One person's direction for one impact. A later score of the same person counts instead; the old one stays. */
export const scores = pgTable(
  "scores",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    areaSlug: slug("area_slug")
      .notNull()
      .references(() => impactAreas.slug),
    /** The wording of the area that the scorer had before them. */
    areaVersion: integer("area_version").notNull(),
    scorerId: uuid("scorer_id")
      .notNull()
      .references(() => people.id),
    /** -2 strongly restricts ... +2 strongly opens; null is "unclear". */
    direction: smallint("direction"),
    /** 1 to 3; null where the scorer gave none (the starter data). */
    confidence: smallint("confidence"),
    reason: text("reason").notNull(),
    scoredAt: instant("scored_at").notNull(),
    backfill: boolean("backfill").notNull().default(false),
  },
  (table) => [
    foreignKey({
      name: "scores_area_version_fk",
      columns: [table.areaSlug, table.areaVersion],
      foreignColumns: [areaVersions.areaSlug, areaVersions.number],
    }),
    check("scores_direction_check", sql`${table.direction} between -2 and 2`),
    check("scores_confidence_check", sql`${table.confidence} between 1 and 3`),
    index("scores_development_index").on(table.developmentId, table.areaSlug, table.scorerId, table.id),
    index("scores_area_index").on(table.areaSlug, table.areaVersion),
    index("scores_scorer_index").on(table.scorerId, table.developmentId, table.areaSlug),
  ],
);

/** What scorers say to each other of an impact on which they disagree. Never changed once written. */
export const scoreComments = pgTable(
  "score_comments",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    areaSlug: slug("area_slug")
      .notNull()
      .references(() => impactAreas.slug),
    authorId: uuid("author_id")
      .notNull()
      .references(() => people.id),
    text: text("text").notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (table) => [index("score_comments_development_index").on(table.developmentId, table.areaSlug, table.id)],
);
