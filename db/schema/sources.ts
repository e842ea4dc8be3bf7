import { bigint, boolean, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, slug } from "../columns";
import { sourceCheckOutcomes } from "../vocabulary";
import { bodies } from "./bodies";
import { people } from "./people";

/** Pages an editor looks at for new developments. */
export const watchedSources = pgTable("watched_sources", {
  url: text("url").primaryKey(),
  bodySlug: slug("body_slug")
    .notNull()
    .references(() => bodies.slug),
  name: text("name").notNull(),
  feedUrl: text("feed_url"),
  usualGapDays: integer("usual_gap_days"),
  usualGapIsGuess: boolean("usual_gap_is_guess").notNull(),
  evidence: text("evidence"),
});

/** An editor looked at a watched page. Never changed once written. */
export const sourceChecks = pgTable(
  "source_checks",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    url: text("url")
      .notNull()
      .references(() => watchedSources.url),
    outcome: text("outcome", { enum: sourceCheckOutcomes }).notNull(),
    checkedBy: uuid("checked_by")
      .notNull()
      .references(() => people.id),
    checkedAt: instant("checked_at").notNull(),
  },
  (table) => [
    oneOf("source_checks_outcome_check", table.outcome, sourceCheckOutcomes),
    index("source_checks_url_index").on(table.url, table.checkedAt),
  ],
);
