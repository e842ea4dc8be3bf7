import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "../columns";
import { personRoles } from "../vocabulary";

/** Everybody whose name stands in the record. A person without an address cannot sign in. */
export const people = pgTable(
  "people",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    email: text("email"),
    emailVerified: instant("email_verified"),
    image: text("image"),
    role: text("role", { enum: personRoles }).notNull(),
    active: boolean("active").notNull().default(true),
    /** Raised to end every session of this person at once. */
    sessionNumber: integer("session_number").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("people_email_key").on(table.email),
    oneOf("people_role_check", table.role, personRoles),
    check("people_email_lowercase_check", sql`${table.email} = lower(${table.email})`),
    check("people_name_check", sql`length(trim(${table.name})) between 1 and 120`),
  ],
);

export const accounts = pgTable(
  "accounts",
  {
    userId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    type: text("type").$type<"oauth" | "oidc" | "email">().notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerAccountId] })],
);

/** One-time sign-in links; only a hash of the token is kept. */
export const verificationTokens = pgTable(
  "verification_tokens",
  {
    identifier: text("identifier").notNull(),
    token: text("token").notNull(),
    expires: instant("expires").notNull(),
  },
  (table) => [primaryKey({ columns: [table.identifier, table.token] })],
);

/** Counted attempts per key (a person, an address, a network) and window, shared by every process. */
export const attempts = pgTable(
  "attempts",
  {
    key: text("key").notNull(),
    windowStart: instant("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
);
