import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, slug } from "../columns";
import { people } from "./people";

export const areaGroups = pgTable("area_groups", {
  slug: slug().primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  position: smallint("position").notNull(),
});

export type DirectionScale = Record<"-2" | "-1" | "0" | "1" | "2", string>;

export const impactAreas = pgTable("impact_areas", {
  slug: slug().primaryKey(),
  name: text("name").notNull(),
  definition: text("definition").notNull(),
  groupSlug: slug("group_slug")
    .notNull()
    .references(() => areaGroups.slug),
  scale: jsonb("scale").$type<DirectionScale>().notNull(),
  position: smallint("position").notNull(),
  /** The number of its wording, the newest in area_versions: at commit the database refuses anything else. */
  version: integer("version").notNull().default(1),
});

/** Every wording an area had, the first included. Never changed once written. */
export const areaVersions = pgTable(
  "area_versions",
  {
    areaSlug: slug("area_slug")
      .notNull()
      .references(() => impactAreas.slug),
    number: integer("number").notNull(),
    name: text("name").notNull(),
    definition: text("definition").notNull(),
    scale: jsonb("scale").$type<DirectionScale>().notNull(),
    /** Null where the program itself wrote it (the starter data). */
    authorId: uuid("author_id").references(() => people.id),
    writtenAt: instant("written_at").notNull(),
    reason: text("reason").notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.areaSlug, table.number] }),
    check("area_versions_number_check", sql`${table.number} > 0`),
  ],
);

export const audiences = pgTable("audiences", {
  slug: slug().primaryKey(),
  name: text("name").notNull(),
  showFirst: text("show_first").notNull(),
  position: smallint("position").notNull(),
});

export const audienceAreas = pgTable(
  "audience_areas",
  {
    audienceSlug: slug("audience_slug")
      .notNull()
      .references(() => audiences.slug),
    areaSlug: slug("area_slug")
      .notNull()
      .references(() => impactAreas.slug),
    position: smallint("position").notNull(),
  },
  (table) => [primaryKey({ columns: [table.audienceSlug, table.areaSlug] })],
);
