import { jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { slug } from "../columns";

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
});

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
