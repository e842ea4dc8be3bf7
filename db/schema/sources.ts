import { boolean, integer, pgTable, text } from "drizzle-orm/pg-core";
import { slug } from "../columns";
import { bodies } from "./bodies";

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
