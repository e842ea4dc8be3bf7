import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, slug } from "../columns";
import type { IssueContents, IssueEntry } from "../issue";
import type { Message } from "../message";
import { deliveryStates, issueStates } from "../vocabulary";
import { developments, reviews, revisions } from "./developments";
import { people } from "./people";
import { subscribers } from "./subscribers";

/** How the digest is sent. One row. */
export const digestSettings = pgTable(
  "digest_settings",
  {
    id: boolean("id").primaryKey().default(true),
    /** Hour of Monday at which an issue goes out, in TIME_ZONE. */
    sendHour: smallint("send_hour").notNull().default(7),
    /** The first week that gets an issue: the one in which this record was set up. */
    firstWeek: text("first_week"),
    /** Where sending was allowed: the database's own number and BASE_URL. A copy elsewhere sends nothing by itself. */
    armedFor: text("armed_for"),
  },
  (table) => [
    check("digest_settings_one_check", sql`${table.id}`),
    check("digest_settings_hour_check", sql`${table.sendHour} between 0 and 23`),
  ],
);

/** One week of the digest. What it says is fixed when the week is closed and it is frozen. */
export const issues = pgTable(
  "issues",
  {
    /** ISO 8601: 2026-W48. */
    week: text("week").primaryKey(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    timeZone: text("time_zone").notNull(),
    state: text("state", { enum: issueStates }).notNull().default("open"),
    /** Why it is held, and what a person should know before releasing it. */
    heldBecause: text("held_because"),
    introduction: text("introduction").notNull().default(""),
    introductionBy: uuid("introduction_by").references(() => people.id),
    /** Stands first, where it is among the entries. */
    pinnedSlug: slug("pinned_slug"),
    frozenAt: instant("frozen_at"),
    sendsAt: instant("sends_at"),
    sentAt: instant("sent_at"),
    contents: jsonb("contents").$type<IssueContents>(),
    audience: integer("audience"),
  },
  (table) => [
    oneOf("issues_state_check", table.state, issueStates),
    check("issues_week_check", sql`${table.week} ~ '^[0-9]{4}-W[0-5][0-9]$'`),
    check("issues_window_check", sql`${table.startsAt} < ${table.endsAt}`),
    check(
      "issues_frozen_check",
      sql`(${table.frozenAt} is null) = (${table.state} = 'open') and (${table.frozenAt} is null) = (${table.contents} is null)`,
    ),
    check("issues_held_check", sql`(${table.heldBecause} is not null) = (${table.state} = 'held')`),
    index("issues_frozen_index").on(table.endsAt).where(sql`${table.frozenAt} is not null`),
  ],
);

/** A development as it stood when the week closed. Protected by a trigger against change. */
export const issueEntries = pgTable(
  "issue_entries",
  {
    week: text("week")
      .notNull()
      .references(() => issues.week),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    revisionId: bigint("revision_id", { mode: "number" })
      .notNull()
      .references(() => revisions.id),
    ordinal: integer("ordinal").notNull(),
    entry: jsonb("entry").$type<IssueEntry>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.week, table.developmentId] }),
    index("issue_entries_development_index").on(table.developmentId),
  ],
);

/** What a reviewer said of a change to something that was sent: whether its readers must hear of it. */
export const corrections = pgTable(
  "corrections",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    developmentId: bigint("development_id", { mode: "number" })
      .notNull()
      .references(() => developments.id),
    reviewId: bigint("review_id", { mode: "number" })
      .notNull()
      .unique()
      .references(() => reviews.id),
    /** The revision that was sent, and the one that stands instead. */
    sentRevisionId: bigint("sent_revision_id", { mode: "number" })
      .notNull()
      .references(() => revisions.id),
    revisionId: bigint("revision_id", { mode: "number" })
      .notNull()
      .references(() => revisions.id),
    material: boolean("material").notNull(),
    reason: text("reason").notNull(),
    decidedBy: uuid("decided_by")
      .notNull()
      .references(() => people.id),
    decidedAt: instant("decided_at").notNull(),
  },
  (table) => [
    index("corrections_development_index").on(table.developmentId, table.id),
    index("corrections_material_index").on(table.decidedAt).where(sql`${table.material}`),
  ],
);

/**
 * One letter of an issue: the same for everybody who chose the same, and is owed the same corrections. Whoever scores
 * gets one of their own, since what it tells of directions depends on what they have scored.
 */
export const issueLetters = pgTable(
  "issue_letters",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    week: text("week")
      .notNull()
      .references(() => issues.week),
    /** Subscribed views, sorted. */
    filters: text("filters").array().notNull(),
    correctionIds: bigint("correction_ids", { mode: "number" }).array().notNull(),
    /** For each correction, the revision that those who get this letter were sent last. */
    sentRevisionIds: bigint("sent_revision_ids", { mode: "number" }).array().notNull().default([]),
    developmentIds: bigint("development_ids", { mode: "number" }).array().notNull(),
    /** For each view, the developments it holds. */
    chosen: jsonb("chosen").$type<number[][]>().notNull(),
    scorerId: uuid("scorer_id").references(() => people.id),
  },
  (table) => [
    // By a hash: an entry of an index has little room, and who reads much would keep everybody's letter back.
    uniqueIndex("issue_letters_key").on(
      table.week,
      sql`letter_key(${table.filters}, ${table.correctionIds}, ${table.sentRevisionIds})`,
      sql`coalesce(${table.scorerId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index("issue_letters_developments_index").using("gin", table.developmentIds),
  ],
);

/** One issue to one subscriber. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    week: text("week")
      .notNull()
      .references(() => issues.week),
    subscriberId: bigint("subscriber_id", { mode: "number" })
      .notNull()
      .references(() => subscribers.id),
    letterId: bigint("letter_id", { mode: "number" })
      .notNull()
      .references(() => issueLetters.id),
    /** The address at the freeze; null once it was erased. */
    email: text("email"),
    state: text("state", { enum: deliveryStates }).notNull(),
    attempts: smallint("attempts").notNull().default(0),
    /** Not before. */
    nextAt: instant("next_at").notNull(),
    /** Until then a worker has it. */
    leaseUntil: instant("lease_until"),
    worker: uuid("worker"),
    /** The mail server had asked for the text by then: from here on nobody but it knows whether it took it. */
    dataBeganAt: instant("data_began_at"),
    firstTriedAt: instant("first_tried_at"),
    /** The reply of the mail server, or why it was skipped. */
    detail: text("detail"),
    settledAt: instant("settled_at"),
  },
  (table) => [
    uniqueIndex("deliveries_once_key").on(table.week, table.subscriberId),
    oneOf("deliveries_state_check", table.state, deliveryStates),
    index("deliveries_due_index")
      .on(table.week, table.nextAt, table.letterId, table.id)
      .where(sql`${table.state} in ('queued', 'retry')`),
    // By what never changes: that the text was asked for is noted without touching any index.
    index("deliveries_sending_index").on(table.id).where(sql`${table.state} = 'sending'`),
    index("deliveries_subscriber_index").on(table.subscriberId, table.week),
    index("deliveries_letter_index").on(table.letterId),
    check("deliveries_lease_check", sql`(${table.state} = 'sending') = (${table.leaseUntil} is not null)`),
    check(
      "deliveries_settled_check",
      sql`(${table.settledAt} is not null) = (${table.state} in ('accepted', 'failed', 'skipped', 'uncertain'))`,
    ),
  ],
);

/** Mail domains that asked for patience: nothing goes there until then. */
export const slowDomains = pgTable("slow_domains", {
  domain: text("domain").primaryKey(),
  until: instant("until").notNull(),
  strikes: smallint("strikes").notNull(),
});

/** What mail servers and providers reported afterwards; each report counts once. */
export const mailReports = pgTable("mail_reports", {
  /** Hash of what was reported. */
  key: text("key").primaryKey(),
  kind: text("kind", { enum: ["bounced", "complained", "delayed"] }).notNull(),
  deliveryId: bigint("delivery_id", { mode: "number" }).references(() => deliveries.id),
  detail: text("detail").notNull(),
  reportedAt: instant("reported_at").notNull(),
});

/** Single mails (sign-in links, confirmations, tests) on their way; the text goes once they are sent or given up. */
export const outgoingMails = pgTable(
  "outgoing_mails",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    message: jsonb("message").$type<Message>(),
    attempts: smallint("attempts").notNull().default(0),
    nextAt: instant("next_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    sentAt: instant("sent_at"),
    problem: text("problem"),
  },
  (table) => [index("outgoing_mails_due_index").on(table.nextAt).where(sql`${table.message} is not null`)],
);
