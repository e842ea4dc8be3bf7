import { date, jsonb, pgTable, smallint, text } from "drizzle-orm/pg-core";
import { oneOf, slug } from "../columns";
import { claimStatuses } from "../vocabulary";

export const claimSources = pgTable("claim_sources", {
  slug: slug().primaryKey(),
  title: text("title").notNull(),
  publisher: text("publisher").notNull(),
  url: text("url"),
  author: text("author"),
  publishedOn: date("published_on"),
  note: text("note").notNull(),
});

export type ClaimEvidence = { developmentSlug: string; stance: "supports" | "contradicts" | "mixed"; note: string };

export const claims = pgTable(
  "claims",
  {
    slug: slug().primaryKey(),
    sourceSlug: slug("source_slug")
      .notNull()
      .references(() => claimSources.slug),
    position: smallint("position").notNull(),
    text: text("text").notNull(),
    kind: text("kind", { enum: ["fact", "prediction", "opinion"] }).notNull(),
    section: text("section").notNull(),
    audiences: text("audiences").array().notNull(),
    areas: text("areas").array().notNull(),
    test: text("test").notNull(),
    dueOn: date("due_on"),
    evidence: jsonb("evidence").$type<ClaimEvidence[]>().notNull(),
    status: text("status", { enum: claimStatuses }).notNull(),
    statusReason: text("status_reason").notNull(),
  },
  (table) => [oneOf("claims_status_check", table.status, claimStatuses)],
);
