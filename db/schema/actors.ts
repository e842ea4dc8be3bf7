import { char, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, slug } from "../columns";
import { actorKinds, listingStates } from "../vocabulary";
import { people } from "./people";

export const actorGroups = pgTable("actor_groups", {
  slug: slug().primaryKey(),
  name: text("name").notNull(),
  /** How anybody can check who belongs. */
  rule: text("rule").notNull(),
  sourceUrl: text("source_url"),
  note: text("note"),
});

export const actors = pgTable(
  "actors",
  {
    slug: slug().primaryKey(),
    name: text("name").notNull(),
    kind: text("kind", { enum: actorKinds }).notNull(),
    iso2: char("iso2", { length: 2 }),
    aliases: text("aliases").array().notNull().default([]),
    listing: text("listing", { enum: listingStates }).notNull().default("proposed"),
    proposedBy: uuid("proposed_by").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    oneOf("actors_kind_check", table.kind, actorKinds),
    oneOf("actors_listing_check", table.listing, listingStates),
  ],
);

export const actorGroupMembers = pgTable(
  "actor_group_members",
  {
    groupSlug: slug("group_slug")
      .notNull()
      .references(() => actorGroups.slug),
    actorSlug: slug("actor_slug")
      .notNull()
      .references(() => actors.slug),
  },
  (table) => [primaryKey({ columns: [table.groupSlug, table.actorSlug] })],
);
