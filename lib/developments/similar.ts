import { inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import {
  bodies,
  developments,
  listedMarks as entries,
  publications as p,
  publicationSources,
  revisions,
} from "@/db/schema";
import type { DatePrecision, DevelopmentStatus } from "@/db/vocabulary";
import { requireCan } from "@/lib/auth/access";
import { shortBodyName } from "@/lib/bodies/short-name";
import type { Context } from "@/lib/context";
import { addDays } from "@/lib/days";
import { day, line } from "@/lib/text";
import { textArray } from "./conditions";
import { between } from "./lists";
import { mark } from "./marks";
import { listedAt } from "./visible";

export type Similar = {
  id: number;
  /** Null for what is not published yet. */
  slug: string | null;
  title: string;
  body: string | null;
  decidedOn: string | null;
  datePrecision: DatePrecision | null;
  status: DevelopmentStatus | null;
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
const mostShown = 6;

const reasons = ["source", "title", "date"] as const;

/**
 * Developments that may be the same: a source in common, a title much alike, or the same body near the day. What is
 * published comes first, then drafts and requests.
 */
export async function listSimilar({ db, caller }: Context, like: Likeness): Promise<Similar[]> {
  requireCan(caller, "desk.open");
  const found = reasons.flatMap((because) => {
    const ids = idsBy[because](like);
    return ids ? [sql`select found.id, ${because}::text as because from (${ids}) found`] : [];
  });
  if (found.length === 0) return [];
  const published = await listSimilarPublished(db, like, found);
  const drafts = await listSimilarDrafts(db, like);
  return [...published, ...drafts].slice(0, mostShown);
}

function listSimilarPublished(db: Database, like: Likeness, found: SQL[]): Promise<Similar[]> {
  return db.transaction(async (tx) => {
    // The operator can use the trigram index; its limit is set for this transaction only.
    await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(alike)}, true)`);
    const has = (because: (typeof reasons)[number]) => sql`${because} = any(found.because)`;
    const rows = await tx.execute<Row>(sql`
      select ${p.developmentId} as id, ${p.slug}, ${p.title}, ${shortBodyName} as body, ${p.decidedOn}, ${p.datePrecision},
        ${p.status}, found.because
      from (select id, array_agg(because) as because from (${sql.join(found, sql` union `)}) one group by id) found
        join ${p} on ${p.id} = found.id join ${bodies} on ${bodies.slug} = ${p.bodySlug}
      where ${listedAt(null)} and ${p.developmentId} is distinct from ${like.id}::bigint
      order by ${has("source")} desc, ${has("title")} desc, similarity(${p.title}, ${like.title}) desc, ${p.position} desc
      limit ${mostShown}`);
    return [...rows].map(toSimilar);
  });
}

/** Drafts are few: each is looked at. */
async function listSimilarDrafts(db: Database, like: Likeness): Promise<Similar[]> {
  const said = (field: string) => sql`${revisions.content}->>${field}`;
  const { bodySlug, decidedOn, title } = like;
  const { from, to } = nearDay(decidedOn ?? "2000-01-01");
  const rows = await db.execute<Row>(sql`
    select * from (
      select ${developments.id}, null as slug, ${said("title")} as title, ${said("decidedOn")} as decided_on,
        ${said("datePrecision")} as date_precision, ${said("status")} as status,
        (select ${shortBodyName} from ${bodies} where ${bodies.slug} = ${said("bodySlug")}) as body,
        array_remove(array[
          case when exists (
            select from jsonb_array_elements(${revisions.content}->'sources') source
            where source->>'url' = any(${textArray(like.urls)})) then 'source' end,
          case when length(${title}) >= 8 and similarity(${said("title")}, ${title}) > ${alike} then 'title' end,
          case when ${said("bodySlug")} = ${bodySlug} and ${decidedOn}::text is not null
            and ${said("decidedOn")} between ${from} and ${to} then 'date' end], null) as because
      from ${developments} join ${revisions} on ${revisions.id} = ${developments.headRevisionId}
      where ${developments.unapproved} and ${developments.state} in ('draft', 'in-review')
        and ${developments.id} is distinct from ${like.id}::bigint
    ) draft where because <> '{}' order by id desc limit ${mostShown}`);
  return [...rows].map(toSimilar);
}

type Row = {
  id: string;
  slug: string | null;
  title: string;
  body: string | null;
  decided_on: string | null;
  date_precision: DatePrecision | null;
  status: DevelopmentStatus | null;
  because: string[];
};

function toSimilar({ id, decided_on: decidedOn, date_precision: datePrecision, because, ...row }: Row): Similar {
  const told = { id: Number(id), decidedOn, datePrecision, ...row };
  return { ...told, because: reasons.filter((reason) => because.includes(reason)) };
}

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
