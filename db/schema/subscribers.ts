import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant, oneOf, slug } from "../columns";
import { consents, suppressions } from "../vocabulary";
import { audiences } from "./areas";

/** An address that said yes to the digest. Erasing takes the address and keeps the row, so that counts stay true. */
export const subscribers = pgTable(
  "subscribers",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    email: text("email"),
    consent: text("consent", { enum: consents }).notNull(),
    confirmedAt: instant("confirmed_at").notNull(),
    /** Whether a letter comes in a week in which nothing matched. */
    quietWeeks: boolean("quiet_weeks").notNull().default(true),
    pausedUntil: instant("paused_until"),
    leftAt: instant("left_at"),
    erasedAt: instant("erased_at"),
    suppressedAt: instant("suppressed_at"),
    suppressedBecause: text("suppressed_because", { enum: suppressions }),
  },
  (table) => [
    uniqueIndex("subscribers_email_key").on(table.email),
    oneOf("subscribers_consent_check", table.consent, consents),
    oneOf("subscribers_suppressed_check", table.suppressedBecause, suppressions),
    check("subscribers_email_lowercase_check", sql`${table.email} = lower(${table.email})`),
    check("subscribers_erased_check", sql`(${table.email} is null) = (${table.erasedAt} is not null)`),
    check("subscribers_erased_left_check", sql`${table.erasedAt} is null or ${table.leftAt} is not null`),
  ],
);

/** What a subscriber wants to read about: a view of the timeline, "" for everything. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    subscriberId: bigint("subscriber_id", { mode: "number" })
      .notNull()
      .references(() => subscribers.id),
    /** The filter words in their fixed order, as lib/developments/filters.ts writes them. */
    filter: text("filter").notNull(),
    audienceSlug: slug("audience_slug").references(() => audiences.slug),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [
    uniqueIndex("subscriptions_current_key").on(table.subscriberId, table.filter).where(sql`${table.endedAt} is null`),
    check("subscriptions_filter_check", sql`length(${table.filter}) <= 2000`),
  ],
);

/**
 * A request that waits for its button. The address goes when it is used or too old; its hash stays, so that nobody is
 * mailed twice a day or more than three times without an answer.
 */
export const confirmations = pgTable(
  "confirmations",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tokenHash: text("token_hash").notNull().unique(),
    email: text("email"),
    addressHash: text("address_hash").notNull(),
    askedOn: date("asked_on").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [
    uniqueIndex("confirmations_day_key").on(table.addressHash, table.askedOn),
    index("confirmations_expiry_index").on(table.expiresAt).where(sql`${table.email} is not null`),
  ],
);

export const confirmationFilters = pgTable(
  "confirmation_filters",
  {
    confirmationId: bigint("confirmation_id", { mode: "number" })
      .notNull()
      .references(() => confirmations.id, { onDelete: "cascade" }),
    filter: text("filter").notNull(),
    audienceSlug: slug("audience_slug").references(() => audiences.slug),
  },
  (table) => [
    primaryKey({ columns: [table.confirmationId, table.filter] }),
    check("confirmation_filters_filter_check", sql`length(${table.filter}) <= 2000`),
  ],
);

/** What signs the links in letters. Kept here and not in a setting, so that an old letter's links work for ever. */
export const linkKeys = pgTable("link_keys", {
  id: smallint("id").primaryKey(),
  secret: text("secret").notNull(),
  createdAt: instant("created_at").notNull(),
});
