import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, slug, versionContent } from "../columns";
import { editorialStates, reviewOutcomes } from "../vocabulary";
import { people } from "./people";

/** The identity of a development and where its editing stands. What it says is in its revisions. */
export const developments = pgTable(
  "developments",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    /** Given once, at the first approval (or by the starter data), from the title; kept for ever. */
    slug: slug().unique(),
    /** Made by the browser that opened the form, so that a repeated first save finds its row again. */
    formKey: uuid("form_key").unique(),
    state: text("state", { enum: editorialStates }).notNull().default("draft"),
    /** The newest revision, saved or submitted: what an editor goes on from. */
    headRevisionId: bigint("head_revision_id", { mode: "number" }).references((): AnyPgColumn => revisions.id),
    /** The newest approved revision: what readers see, retracted or not. */
    approvedRevisionId: bigint("approved_revision_id", { mode: "number" }).references((): AnyPgColumn => revisions.id),
    /** The head somebody took out of the queues; the next save brings the draft back. */
    setAsideRevisionId: bigint("set_aside_revision_id", { mode: "number" }).references((): AnyPgColumn => revisions.id),
    /** A column, so that the planner knows how few they are. */
    unapproved: boolean("unapproved").generatedAlwaysAs(sql`head_revision_id is distinct from approved_revision_id`),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("developments_unapproved_index").on(table.id).where(sql`${table.unapproved}`),
    oneOf("developments_state_check", table.state, editorialStates),
    index("developments_state_index").on(table.state, table.id),
  ],
);

/** Every saved version of a development, for ever. Protected by triggers against update and delete. */
export const revisions = pgTable(
  "revisions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    /** 1, 2, 3 ... within its development. */
    number: integer("number").notNull(),
    /** The revision its author had before them; null for the first. */
    baseRevisionId: bigint("base_revision_id", { mode: "number" }).references((): AnyPgColumn => revisions.id),
    authorId: uuid("author_id")
      .notNull()
      .references(() => people.id),
    recordedAt: instant("recorded_at").notNull(),
    /** Loaded, not written here: never enters a digest and needs no second person. */
    backfill: boolean("backfill").notNull().default(false),
    content: versionContent("content").notNull(),
    previousHash: text("previous_hash"),
    hash: text("hash").notNull(),
  },
  (table) => [
    uniqueIndex("revisions_number_key").on(table.developmentId, table.number),
    check("revisions_hash_check", sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
    check("revisions_first_check", sql`(${table.number} = 1) = (${table.previousHash} is null)`),
  ],
);

/**
 * One request for a second person's yes, and its outcome. A trigger refuses an approval by anybody
 * who wrote part of what is approved, and any change after the outcome.
 */
export const reviews = pgTable(
  "reviews",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    revisionId: bigint("revision_id", { mode: "number" })
      .notNull()
      .references(() => revisions.id),
    submittedBy: uuid("submitted_by")
      .notNull()
      .references(() => people.id),
    submittedAt: instant("submitted_at").notNull(),
    outcome: text("outcome", { enum: reviewOutcomes }),
    /** Null with an outcome only for backfill, which nobody here reviewed. */
    decidedBy: uuid("decided_by").references(() => people.id),
    decidedAt: instant("decided_at"),
    /** When an approval counts for the weekly issue: when it was made, or the close of the last week, if later. */
    countedAt: instant("counted_at"),
    reason: text("reason"),
  },
  (table) => [
    oneOf("reviews_outcome_check", table.outcome, reviewOutcomes),
    uniqueIndex("reviews_waiting_key").on(table.developmentId).where(sql`${table.outcome} is null`),
    uniqueIndex("reviews_approved_key").on(table.revisionId).where(sql`${table.outcome} = 'approved'`),
    index("reviews_development_index").on(table.developmentId, table.decidedAt),
    index("reviews_counted_index").on(table.countedAt),
    index("reviews_queue_index").on(table.submittedAt).where(sql`${table.outcome} is null`),
    check("reviews_decided_check", sql`(${table.outcome} is null) = (${table.decidedAt} is null)`),
    check(
      "reviews_counted_check",
      sql`(${table.outcome} is not distinct from 'approved') = (${table.countedAt} is not null)`,
    ),
    check(
      "reviews_reason_check",
      sql`${table.outcome} is distinct from 'changes-requested' or length(trim(${table.reason})) > 0`,
    ),
  ],
);
