import { inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { bodies, listedMarks as entries, publications as p, publicationSources } from "@/db/schema";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { addDays } from "@/lib/days";
import { day, line } from "@/lib/text";
import { between } from "./lists";
import { mark } from "./marks";
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

const reasons = ["source", "title", "date"] as const;

/** Published developments that may be the same: a source in common, a title much alike, or the same body near the day. */
export async function listSimilar({ db, caller }: Context, like: Likeness): Promise<Similar[]> {
  requireCan(caller, "desk.open");
  const found = reasons.flatMap((because) => {
    const ids = idsBy[because](like);
    return ids ? [sql`select found.id, ${because}::text as because from (${ids}) found`] : [];
  });
  if (found.length === 0) return [];
  return db.transaction(async (tx) => {
    // The operator can use the trigram index; its limit is set for this transaction only.
    await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(alike)}, true)`);
    const has = (because: (typeof reasons)[number]) => sql`${because} = any(found.because)`;
    const rows = await tx.execute<Row>(sql`
      select ${p.slug}, ${p.title}, ${shortBodyName} as body, ${p.decidedOn}, ${p.datePrecision},
        ${p.status}, found.because
      from (select id, array_agg(because) as because from (${sql.join(found, sql` union `)}) one group by id) found
        join ${p} on ${p.id} = found.id join ${bodies} on ${bodies.slug} = ${p.bodySlug}
      where ${listedAt(null)} and ${p.developmentId} is distinct from ${like.id}::bigint
      order by ${has("source")} desc, ${has("title")} desc, similarity(${p.title}, ${like.title}) desc, ${p.position} desc
      limit 6`);
    return [...rows].map(({ decided_on: decidedOn, date_precision: datePrecision, because, ...row }) => ({
      ...{ ...row, decidedOn, datePrecision },
      because: reasons.filter((reason) => because.includes(reason)),
    }));
  });
}

type Row = {
  slug: string;
  title: string;
  body: string;
  decided_on: string;
  date_precision: DatePrecision;
  status: DevelopmentStatus;
  because: string[];
};

/** Each reason has an index of its own: asked for together they would be looked for in every row. */
const idsBy: Record<(typeof reasons)[number], (like: Likeness) => SQL | null> = {
  source: ({ urls }) =>
    urls.length > 0
      ? sql`select ${publicationSources.publicationId} as id from ${publicationSources}
          where ${inArray(publicationSources.url, urls)}`
      : null,
  title: ({ title }) => (title.length >= 8 ? sql`select ${p.id} from ${p} where ${p.title} % ${title}` : null),
  date: ({ bodySlug, decidedOn }) =>
    bodySlug && decidedOn
      ? sql`select ${p.id} from ${entries}
          join ${p} on ${p.developmentId} = ${entries.developmentId} and ${listedAt(null)}
          where ${entries.mark} = ${mark("body", bodySlug)} and ${between(nearDay(decidedOn))}`
      : null,
};

const nearDay = (day: string) => ({ from: addDays(day, -nearDays), to: addDays(day, nearDays) });
