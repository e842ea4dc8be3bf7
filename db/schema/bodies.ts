import {
  type AnyPgColumn,
  boolean,
  char,
  date,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, slug } from "../columns";
import {
  bodyKinds,
  datePrecisions,
  listingStates,
  participationStages,
  scopes,
  withdrawalGroups,
  withdrawalRelations,
} from "../vocabulary";
import { people } from "./people";

export const bodies = pgTable(
  "bodies",
  {
    slug: slug().primaryKey(),
    name: text("name").notNull(),
    acronym: text("acronym"),
    /** How it is called where there is little room; null: the acronym, else the name. */
    shortName: text("short_name"),
    aliases: text("aliases").array().notNull().default([]),
    kind: text("kind", { enum: bodyKinds }).notNull(),
    /** The country whose authority or court it is, ISO 3166 in small letters, eu for the Union; null: of no single one. */
    country: char("country", { length: 2 }),
    parentSlug: slug("parent_slug").references((): AnyPgColumn => bodies.slug),
    founded: integer("founded"),
    seat: text("seat"),
    website: text("website"),
    description: text("description").notNull().default(""),
    onWithdrawalList: boolean("on_withdrawal_list").notNull().default(false),
    nameInMemorandum: text("name_in_memorandum"),
    usParticipationNote: text("us_participation_note"),
    /** Whether it stands here for internet matters, or only to compare withdrawals with. */
    scope: text("scope", { enum: scopes }).notNull().default("internet"),
    listing: text("listing", { enum: listingStates }).notNull().default("proposed"),
    proposedBy: uuid("proposed_by").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    oneOf("bodies_kind_check", table.kind, bodyKinds),
    oneOf("bodies_listing_check", table.listing, listingStates),
    oneOf("bodies_scope_check", table.scope, scopes),
  ],
);

/** Stages of the United States at one body; several can hold at once (notified and still member). */
export const usParticipation = pgTable(
  "us_participation",
  {
    bodySlug: slug("body_slug")
      .notNull()
      .references(() => bodies.slug),
    position: smallint("position").notNull(),
    stage: text("stage", { enum: participationStages }).notNull(),
    date: date("date"),
    datePrecision: text("date_precision", { enum: datePrecisions }),
    sourceUrl: text("source_url"),
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.bodySlug, table.position] }),
    oneOf("us_participation_stage_check", table.stage, participationStages),
    oneOf("us_participation_precision_check", table.datePrecision, datePrecisions),
  ],
);

export const exitRules = pgTable("exit_rules", {
  bodySlug: slug("body_slug")
    .primaryKey()
    .references(() => bodies.slug),
  rule: text("rule"),
  noticePeriod: text("notice_period"),
  sourceUrl: text("source_url"),
  needsSource: boolean("needs_source").notNull(),
});

/** The memorandum whose list this is; one row. */
export const withdrawalLists = pgTable("withdrawal_lists", {
  developmentSlug: slug("development_slug").primaryKey(),
  instrument: text("instrument").notNull(),
  sourceUrl: text("source_url").notNull(),
  inclusionRule: text("inclusion_rule").notNull(),
});

/** The 66, exactly as named and in the order of the memorandum. */
export const withdrawalEntries = pgTable(
  "withdrawal_entries",
  {
    section: text("section").notNull(),
    position: smallint("position").notNull(),
    name: text("name").notNull(),
    group: text("group", { enum: withdrawalGroups }).notNull(),
    bodySlug: slug("body_slug").references(() => bodies.slug),
    internetRelated: boolean("internet_related").notNull(),
    relation: text("relation", { enum: withdrawalRelations }).notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.section, table.position] }),
    oneOf("withdrawal_entries_group_check", table.group, withdrawalGroups),
    oneOf("withdrawal_entries_relation_check", table.relation, withdrawalRelations),
  ],
);
