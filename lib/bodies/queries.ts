import { and, asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { bodies, listedMarks as entries, exitRules, usParticipation } from "@/db/schema";
import type { BodyKind, DatePrecision, ParticipationStage, Scope } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { countMarks } from "@/lib/developments/counts";
import { noFilters } from "@/lib/developments/filters";
import { heldByNames } from "@/lib/developments/held-by-names";
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

/** What is on record of a body by itself. */
export type BodyFacts = {
  slug: string;
  name: string;
  acronym: string | null;
  /** What it is called where there is little room. */
  shortName: string;
  aliases: string[];
  kind: BodyKind;
  parentSlug: string | null;
  scope: Scope;
  onWithdrawalList: boolean;
  usParticipation: Stage[];
  /** Why there is no stage, or what the stages do not say. */
  usParticipationNote: string | null;
};

export type BodyView = BodyFacts & {
  /** Published developments decided by this body. */
  developmentCount: number;
  latestOn: string | null;
};

/** Every listed body by name, with the stages of the United States there. */
export const listBodyFacts = heldByNames("bodies", async (db): Promise<BodyFacts[]> => {
  const [rows, stages] = await Promise.all([
    db.select(columns).from(bodies).where(eq(bodies.listing, "listed")).orderBy(sql`lower(${bodies.name})`),
    db.select().from(usParticipation).orderBy(asc(usParticipation.bodySlug), asc(usParticipation.position)),
  ]);
  return rows.map((body) => {
    const { slug, name, acronym, shortName, aliases, kind, parentSlug, scope } = body;
    const { onWithdrawalList, usParticipationNote } = body;
    return {
      ...{ slug, name, acronym, shortName, aliases, kind, parentSlug, scope, onWithdrawalList, usParticipationNote },
      usParticipation: stages.filter((stage) => stage.bodySlug === slug).map(toStage),
    };
  });
});

/** The same with the number of its developments. */
export async function listBodies({ db }: Pick<Context, "db">): Promise<BodyView[]> {
  const own = sql`${entries.mark} = ${mark("body", "")} || ${bodies.slug}`;
  const [facts, latest, counts] = await Promise.all([
    listBodyFacts(db),
    db
      .select({
        slug: bodies.slug,
        position: sql<number | null>`(select max(${entries.position}) from ${entries} where ${own})`,
      })
      .from(bodies),
    countMarks({ db }, noFilters),
  ]);
  const positions = new Map(latest.map(({ slug, position }) => [slug, position]));
  return facts.map((body) => {
    const position = positions.get(body.slug) ?? null;
    return {
      ...body,
      developmentCount: counts.get(mark("body", body.slug)) ?? 0,
      latestOn: position === null ? null : dayAt(position),
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
