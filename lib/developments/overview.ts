import { and, desc, eq, gte, lte, sql } from "drizzle-orm";
import { bodies, publications as p, watchedSources, withdrawalEntries } from "@/db/schema";
import type { Context, Reader } from "@/lib/context";
import { addDays, dayIn } from "@/lib/days";
import { env } from "@/lib/env";
import { countDevelopments } from "./counts";
import { noFilters } from "./filters";
import { timelinePosition } from "./rules";
import { completeRows, listDevelopments, rowColumns } from "./timeline";
import { countMonths } from "./trend";
import type { DevelopmentRow, MonthCount } from "./views";
import { listedAt } from "./visible";

export type Overview = {
  /** The last seven days, today included. */
  week: { from: string; to: string; decided: DevelopmentRow[]; published: number };
  figures: {
    published: number;
    after: number;
    direct: number;
    plausible: number;
    entries: number;
    internetRelated: number;
    directMandate: number;
    watched: number;
    bodies: number;
  };
  months: MonthCount[];
  latest: DevelopmentRow[];
};

/** What the first page says, each number with a list behind it. */
export async function getOverview(ctx: Reader & Pick<Context, "now">): Promise<Overview> {
  const { db, now } = ctx;
  const to = dayIn(env().timeZone, now);
  const from = addDays(to, -6);
  const after = { ...noFilters, period: ["after" as const] };
  const [latest, months, everything, week, entries, watched, followed] = await Promise.all([
    listDevelopments(ctx, noFilters, { limit: 8 }),
    countMonths(ctx, after),
    countDevelopments(ctx, noFilters),
    decidedBetween(ctx, from, to),
    db
      .select({
        relation: withdrawalEntries.relation,
        internet: withdrawalEntries.internetRelated,
        n: sql<number>`count(*)::int`,
      })
      .from(withdrawalEntries)
      .groupBy(withdrawalEntries.relation, withdrawalEntries.internetRelated),
    db.select({ n: sql<number>`count(*)::int` }).from(watchedSources),
    db.select({ n: sql<number>`count(*)::int` }).from(bodies).where(eq(bodies.listing, "listed")),
  ]);
  const sum = (rows: { n: number }[]) => rows.reduce((total, row) => total + row.n, 0);
  return {
    week: { from, to, decided: week, published: await publishedSince(ctx, from) },
    figures: {
      published: everything,
      after: sum(months),
      direct: sum(months.filter((row) => row.link === "direct")),
      plausible: sum(months.filter((row) => row.link === "plausible")),
      entries: sum(entries),
      internetRelated: sum(entries.filter((row) => row.internet)),
      directMandate: sum(entries.filter((row) => row.internet && row.relation === "direct")),
      watched: sum(watched),
      bodies: sum(followed),
    },
    months,
    latest: latest.data,
  };
}

async function decidedBetween({ db, caller }: Reader, from: string, to: string): Promise<DevelopmentRow[]> {
  const rows = await db
    .select(rowColumns)
    .from(p)
    .innerJoin(bodies, eq(bodies.slug, p.bodySlug))
    .where(
      and(
        listedAt(null),
        gte(p.position, timelinePosition(from, "baseline")),
        lte(p.position, timelinePosition(to, "after")),
        eq(p.datePrecision, "day"),
      ),
    )
    .orderBy(desc(p.position), desc(p.developmentId))
    .limit(20);
  return completeRows({ db, caller }, rows);
}

/** Published here for the first time since a day, backfill left out: it was loaded, not found this week. */
async function publishedSince({ db }: Pick<Context, "db">, from: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(p)
    .where(
      and(
        listedAt(null),
        eq(p.backfill, false),
        sql`${p.firstKnownAt} >= (${from}::timestamp at time zone ${env().timeZone})`,
      ),
    );
  return row?.n ?? 0;
}
