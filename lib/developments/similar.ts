import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { bodies, publications as p, publicationSources } from "@/db/schema";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { addDays } from "@/lib/days";
import { day, line } from "@/lib/text";
import { listedAt } from "./visible";

export type Similar = {
  slug: string;
  title: string;
  body: string;
  decidedOn: string;
  datePrecision: DatePrecision;
  status: DevelopmentStatus;
  /** Why it is shown, strongest first. */
  because: ("source" | "title" | "date")[];
};

export const likenessSchema = z.strictObject({
  /** The development itself is not like itself. */
  id: z.int().positive().nullable(),
  title: line("The title", 400),
  bodySlug: line("The body", 160).nullable(),
  decidedOn: day("The date").nullable(),
  urls: z.array(line("The address of a source", 2000)).max(30),
});
export type Likeness = z.infer<typeof likenessSchema>;

const nearDays = 10;
const alike = 0.35;

/** Published developments that may be the same: a source in common, a title much alike, or the same body near the day. */
export async function listSimilar({ db, caller }: Context, like: Likeness): Promise<Similar[]> {
  requireCan(caller, "desk.open");
  const { id, title, bodySlug, decidedOn, urls } = like;
  const source: SQL =
    urls.length > 0
      ? sql`exists (select from ${publicationSources} where ${publicationSources.publicationId} = ${p.id}
          and ${publicationSources.url} in (${sql.join(
            urls.map((url) => sql`${url}`),
            sql`, `,
          )}))`
      : sql`false`;
  const near: SQL =
    bodySlug && decidedOn
      ? sql`(${p.bodySlug} = ${bodySlug} and ${p.decidedOn} between ${addDays(decidedOn, -nearDays)} and ${addDays(decidedOn, nearDays)})`
      : sql`false`;
  // The operator can use the trigram index; its limit is set for this transaction only.
  const named: SQL = title.length >= 8 ? sql`${p.title} % ${title}` : sql`false`;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(alike)}, true)`);
    const rows = await tx.execute<{
      slug: string;
      title: string;
      body: string;
      decided_on: string;
      date_precision: DatePrecision;
      status: DevelopmentStatus;
      by_source: boolean;
      by_title: boolean;
      by_date: boolean;
    }>(sql`
      select ${p.slug}, ${p.title}, ${shortBodyName} as body, ${p.decidedOn}, ${p.datePrecision},
        ${p.status}, ${source} as by_source, ${named} as by_title, ${near} as by_date
      from ${p} join ${bodies} on ${bodies.slug} = ${p.bodySlug}
      where ${listedAt(null)} and ${p.developmentId} is distinct from ${id}::bigint and (${source} or ${named} or ${near})
      order by by_source desc, by_title desc, similarity(${p.title}, ${title}) desc, ${p.position} desc
      limit 6`);
    return [...rows].map((row) => ({
      slug: row.slug,
      title: row.title,
      body: row.body,
      decidedOn: row.decided_on,
      datePrecision: row.date_precision,
      status: row.status,
      because: [
        ...(row.by_source ? (["source"] as const) : []),
        ...(row.by_title ? (["title"] as const) : []),
        ...(row.by_date ? (["date"] as const) : []),
      ],
    }));
  });
}
