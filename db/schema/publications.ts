import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant, oneOf, slug, tsvector } from "../columns";
import {
  actorRoles,
  datePrecisions,
  developmentStatuses,
  developmentTypes,
  directionWords,
  periods,
  withdrawalLinks,
} from "../vocabulary";
import { actors } from "./actors";
import { impactAreas } from "./areas";
import { bodies } from "./bodies";
import { developments, reviews, revisions } from "./developments";

/**
 * What the public sees, and saw: one row for each state of a development, which an approval or a score began, and the
 * span in which it was the known one. A projection of revisions, reviews and scores; `npm run rebuild` makes it anew. Drafts never
 * have a row here, so a page that reads only here cannot show one.
 */
export const publications = pgTable(
  "publications",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    revisionId: bigint("revision_id", { mode: "number" })
      .notNull()
      .references(() => revisions.id),
    reviewId: bigint("review_id", { mode: "number" })
      .notNull()
      .references(() => reviews.id),
    slug: slug().notNull(),
    knownFrom: instant("known_from").notNull(),
    /** When the revision was approved; scores given since then began later spans. */
    approvedAt: instant("approved_at").notNull(),
    /** Null while this is what the public sees. */
    knownUntil: instant("known_until"),
    /** When the first revision of this development was approved. */
    firstKnownAt: instant("first_known_at").notNull(),
    backfill: boolean("backfill").notNull(),
    retracted: boolean("retracted").notNull(),
    /** Of a merged duplicate: what stands for it. */
    mergedInto: slug("merged_into"),
    title: text("title").notNull(),
    /** First sentence of the summary, without markup. */
    lead: text("lead").notNull(),
    /** The whole summary without markup, so that a search reads no markdown. */
    plainSummary: text("plain_summary").notNull(),
    type: text("type", { enum: developmentTypes }),
    status: text("status", { enum: developmentStatuses }).notNull(),
    decidedOn: date("decided_on").notNull(),
    datePrecision: text("date_precision", { enum: datePrecisions }).notNull(),
    takesEffectOn: date("takes_effect_on"),
    period: text("period", { enum: periods }).notNull(),
    /** Between stages, as far as both days are known; see lib/developments/stages.ts. */
    daysToAdoption: integer("days_to_adoption"),
    daysToEffect: integer("days_to_effect"),
    /** Orders the timeline: two per day, so that within a day "after" stands above "baseline". */
    position: integer("position").notNull(),
    bodySlug: slug("body_slug")
      .notNull()
      .references(() => bodies.slug),
    link: text("link", { enum: withdrawalLinks }).notNull(),
    sourceCount: smallint("source_count").notNull(),
    primarySourceCount: smallint("primary_source_count").notNull(),
    /** What this is found and counted by; see lib/developments/marks.ts. */
    marks: text("marks").array().notNull(),
    search: tsvector("search").notNull(),
  },
  (table) => [
    uniqueIndex("publications_current_key").on(table.developmentId).where(sql`${table.knownUntil} is null`),
    uniqueIndex("publications_current_slug_key").on(table.slug).where(sql`${table.knownUntil} is null`),
    index("publications_development_index").on(table.developmentId, table.knownFrom),
    index("publications_merged_index").on(table.mergedInto).where(sql`${table.mergedInto} is not null`),
    index("publications_slug_index").on(table.slug, table.knownFrom),
    index("publications_timeline_index").on(table.position, table.developmentId),
    index("publications_first_known_index")
      .on(table.firstKnownAt)
      .where(sql`${table.knownUntil} is null and not ${table.retracted} and not ${table.backfill}`),
    index("publications_known_index").on(table.knownFrom),
    // Past versions are read by ranges of developments; all others lie between them.
    index("publications_past_index").on(table.developmentId).where(sql`${table.knownUntil} is not null`),
    index("publications_title_index").using("gin", sql`${table.title} gin_trgm_ops`),
    // Together: a search in a filtered list visits only rows that hold both.
    index("publications_search_index").using("gin", table.search, table.marks),
    oneOf("publications_type_check", table.type, developmentTypes),
    oneOf("publications_status_check", table.status, developmentStatuses),
    oneOf("publications_precision_check", table.datePrecision, datePrecisions),
    oneOf("publications_period_check", table.period, periods),
    oneOf("publications_link_check", table.link, withdrawalLinks),
    check("publications_source_check", sql`${table.sourceCount} >= 1`),
    check("publications_span_check", sql`${table.knownUntil} >= ${table.knownFrom}`),
  ],
);

const publicationId = () =>
  bigint("publication_id", { mode: "number" })
    .notNull()
    .references(() => publications.id, { onDelete: "cascade" });

/** The impacts of a publication with what the scores say of each. */
export const publicationAreas = pgTable(
  "publication_areas",
  {
    publicationId: publicationId(),
    areaSlug: slug("area_slug")
      .notNull()
      .references(() => impactAreas.slug),
    ordinal: smallint("ordinal").notNull(),
    direction: text("direction", { enum: directionWords }).notNull(),
    median: numeric("median", { mode: "number" }),
    low: smallint("low"),
    high: smallint("high"),
    scorers: smallint("scorers").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.publicationId, table.areaSlug] }),
    index("publication_areas_area_index").on(table.areaSlug, table.publicationId),
    oneOf("publication_areas_direction_check", table.direction, directionWords),
  ],
);

export const publicationActors = pgTable(
  "publication_actors",
  {
    publicationId: publicationId(),
    actorSlug: slug("actor_slug")
      .notNull()
      .references(() => actors.slug),
    role: text("role", { enum: actorRoles }).notNull(),
    ordinal: smallint("ordinal").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.publicationId, table.actorSlug, table.role] }),
    index("publication_actors_actor_index").on(table.actorSlug, table.publicationId),
    oneOf("publication_actors_role_check", table.role, actorRoles),
  ],
);

/** Other bodies concerned, beside the one that decided. */
export const publicationBodies = pgTable(
  "publication_bodies",
  {
    publicationId: publicationId(),
    bodySlug: slug("body_slug")
      .notNull()
      .references(() => bodies.slug),
    ordinal: smallint("ordinal").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.publicationId, table.bodySlug] }),
    index("publication_bodies_body_index").on(table.bodySlug, table.publicationId),
  ],
);

/** Developments of which a publication is a later stage. */
export const publicationStages = pgTable(
  "publication_stages",
  {
    publicationId: publicationId(),
    ordinal: smallint("ordinal").notNull(),
    carriedId: bigint("carried_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
  },
  (table) => [
    primaryKey({ columns: [table.publicationId, table.carriedId] }),
    index("publication_stages_carried_index").on(table.carriedId, table.publicationId),
  ],
);

/** Where a page is cited: finds a development by the address an editor is about to add. */
export const publicationSources = pgTable(
  "publication_sources",
  {
    publicationId: publicationId(),
    ordinal: smallint("ordinal").notNull(),
    url: text("url").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.publicationId, table.ordinal] }),
    index("publication_sources_url_index").using("hash", table.url),
  ],
);

/** One counter, raised by triggers with every change a reader could see: the key of every kept answer. */
export const dataVersions = pgTable("data_versions", {
  id: boolean("id").primaryKey().default(true),
  version: bigint("version", { mode: "number" }).notNull(),
  /** Which projection made the public rows; see lib/developments/rebuild.ts. */
  projection: integer("projection").notNull().default(0),
  /** With which version all public rows were made anew; see lib/developments/held-marks.ts. */
  rebuilt: bigint("rebuilt", { mode: "number" }).notNull().default(0),
  /** With which version a name of a body or an area changed last; see lib/developments/held-rows.ts. */
  names: bigint("names", { mode: "number" }).notNull().default(0),
});
