import { and, asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, listedMarks as entries, exitRules, usParticipation } from "@/db/schema";
import type { BodyKind, DatePrecision, ParticipationStage } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { countMarks } from "@/lib/developments/counts";
import { noFilters } from "@/lib/developments/filters";
import { mark } from "@/lib/developments/marks";
import { dayAt } from "@/lib/developments/rules";
import { NotFound } from "@/lib/errors";
import { shortBodyName } from "./short-name";

const columns = { ...getTableColumns(bodies), shortName: shortBodyName };

export type Stage = {
  stage: ParticipationStage;
  date: string | null;
  datePrecision: DatePrecision | null;
  sourceUrl: string | null;
  note: string | null;
};

export type BodyView = {
  slug: string;
  name: string;
  acronym: string | null;
  /** What it is called where there is little room. */
  shortName: string;
  aliases: string[];
  kind: BodyKind;
  parentSlug: string | null;
  onWithdrawalList: boolean;
  usParticipation: Stage[];
  /** Why there is no stage, or what the stages do not say. */
  usParticipationNote: string | null;
  /** Published developments decided by this body. */
  developmentCount: number;
  latestOn: string | null;
};

/** Every listed body by name, with the stages of the United States there and the number of its developments. */
export async function listBodies({ db }: Pick<Context, "db">): Promise<BodyView[]> {
  const own = sql`${entries.mark} = ${mark("body", "")} || ${bodies.slug}`;
  const [rows, stages, counts] = await Promise.all([
    db
      .select({
        body: columns,
        latest: sql<number | null>`(select max(${entries.position}) from ${entries} where ${own})`,
      })
      .from(bodies)
      .where(eq(bodies.listing, "listed"))
      .orderBy(asc(bodies.name)),
    db.select().from(usParticipation).orderBy(asc(usParticipation.bodySlug), asc(usParticipation.position)),
    countMarks({ db }, noFilters),
  ]);
  return rows.map(({ body, latest }) => {
    const { slug, name, acronym, shortName, aliases, kind, parentSlug, onWithdrawalList, usParticipationNote } = body;
    return {
      ...{ slug, name, acronym, shortName, aliases, kind, parentSlug, onWithdrawalList, usParticipationNote },
      usParticipation: stages.filter((stage) => stage.bodySlug === slug).map(toStage),
      developmentCount: counts.get(mark("body", slug)) ?? 0,
      latestOn: latest === null ? null : dayAt(latest),
    };
  });
}

function toStage({ stage, date, datePrecision, sourceUrl, note }: typeof usParticipation.$inferSelect): Stage {
  return { stage, date, datePrecision, sourceUrl, note };
}

export type BodyDetail = Omit<BodyView, "developmentCount" | "latestOn"> & {
  founded: number | null;
  seat: string | null;
  website: string | null;
  description: string;
  nameInMemorandum: string | null;
  parent: { slug: string; name: string } | null;
  parts: { slug: string; name: string }[];
  exitRule: { rule: string | null; noticePeriod: string | null; sourceUrl: string | null } | null;
};

/** One listed body. Throws NotFound. */
export async function getBody({ db }: Pick<Context, "db">, slug: string): Promise<BodyDetail> {
  const [row] = await db
    .select(columns)
    .from(bodies)
    .where(and(eq(bodies.slug, slug), eq(bodies.listing, "listed")));
  if (!row) throw new NotFound("This body is not in the record.");
  const { listing: _, proposedBy: __, createdAt: ___, ...body } = row;
  const [stages, parents, parts, exits] = await Promise.all([
    db.select().from(usParticipation).where(eq(usParticipation.bodySlug, slug)).orderBy(asc(usParticipation.position)),
    listNamed(db, row.parentSlug ? [row.parentSlug] : []),
    db
      .select({ slug: bodies.slug, name: bodies.name })
      .from(bodies)
      .where(and(eq(bodies.parentSlug, slug), eq(bodies.listing, "listed")))
      .orderBy(asc(bodies.name)),
    db.select().from(exitRules).where(eq(exitRules.bodySlug, slug)),
  ]);
  const exit = exits[0];
  return {
    ...body,
    usParticipation: stages.map(toStage),
    parent: parents[0] ?? null,
    parts,
    exitRule: exit ? { rule: exit.rule, noticePeriod: exit.noticePeriod, sourceUrl: exit.sourceUrl } : null,
  };
}

async function listNamed(db: Database, slugs: string[]) {
  if (slugs.length === 0) return [];
  return db
    .select({ slug: bodies.slug, name: bodies.name })
    .from(bodies)
    .where(and(inArray(bodies.slug, slugs), eq(bodies.listing, "listed")));
}
