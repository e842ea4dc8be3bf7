import { boolean, date, pgTable, text } from "drizzle-orm/pg-core";
import { oneOf, slug } from "../columns";
import { datePrecisions, milestoneKinds } from "../vocabulary";
import { bodies } from "./bodies";

export const milestones = pgTable(
  "milestones",
  {
    slug: slug().primaryKey(),
    title: text("title").notNull(),
    date: date("date").notNull(),
    endDate: date("end_date"),
    datePrecision: text("date_precision", { enum: datePrecisions }).notNull(),
    kind: text("kind", { enum: milestoneKinds }).notNull(),
    bodySlug: slug("body_slug").references(() => bodies.slug),
    developmentSlug: slug("development_slug"),
    sourceUrl: text("source_url"),
    needsSource: boolean("needs_source").notNull(),
    note: text("note"),
  },
  (table) => [
    oneOf("milestones_kind_check", table.kind, milestoneKinds),
    oneOf("milestones_precision_check", table.datePrecision, datePrecisions),
  ],
);
