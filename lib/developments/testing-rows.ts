import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  actorGroupMembers,
  bodies,
  publications as p,
  publicationActors,
  publicationAreas,
  revisions,
} from "@/db/schema";
import { eachInBoth } from "./bits";
import { type Filters, noFilters } from "./filters";
import { heldMarks } from "./held-marks";

/** For tests: reading the rows one by one, as anybody would who counts by hand. */

const singles = ["body", "kind", "country", "type", "status", "link", "period", "form", "precision", "scope"] as const;

export type Row = {
  slug: string;
  position: number;
  id: number;
  decidedOn: string;
  values: Record<(typeof singles)[number], string | null>;
  spans: string[];
  impacts: { area: string; direction: string | null }[];
  mentions: { actor: string; role: string | null }[];
};

/** Every listed row with all that filters say of it, read without any of what is counted beside it. */
export async function readAll(db: Database): Promise<Row[]> {
  const [rows, areas, actors, members] = await Promise.all([
    db
      .select()
      .from(p)
      .innerJoin(bodies, sql`${bodies.slug} = ${p.bodySlug}`)
      .innerJoin(revisions, sql`${revisions.id} = ${p.revisionId}`)
      .where(sql`${p.knownUntil} is null and not ${p.retracted}`),
    db.select().from(publicationAreas),
    db.select().from(publicationActors),
    db.select().from(actorGroupMembers),
  ]);
  const byId = new Map<number, Row>();
  for (const {
    publications: { id, slug, position, developmentId, decidedOn, ...row },
    bodies: { kind, country },
    revisions: { content },
  } of rows) {
    const { bodySlug: body, status, link, period, datePrecision: precision } = row;
    const { scope } = content;
    const none = { type: row.type ?? "none", form: content.form ?? "none", country: country ?? "none", scope };
    const spans = [
      ...(row.daysToAdoption === null ? [] : ["to-adoption"]),
      ...(row.daysToEffect === null ? [] : ["to-effect"]),
    ];
    const values = { body, kind, status, link, period, precision, ...none };
    byId.set(id, { slug, position, id: developmentId, decidedOn, values, spans, impacts: [], mentions: [] });
  }
  for (const { publicationId, areaSlug: area, direction, median } of areas) {
    const strong = median !== null && Math.abs(median) >= 1.5 ? "strongly-" : "";
    const step = { negative: `${strong}restricts`, positive: `${strong}opens`, neutral: null, unscored: null }[
      direction
    ];
    for (const one of [direction, step]) if (one) byId.get(publicationId)?.impacts.push({ area, direction: one });
  }
  for (const row of byId.values()) if (row.impacts.length === 0) row.impacts.push({ area: "none", direction: null });
  const groups = new Map<string, string[]>();
  for (const { actorSlug, groupSlug } of members) groups.set(actorSlug, [...(groups.get(actorSlug) ?? []), groupSlug]);
  for (const { publicationId, actorSlug, role } of actors) {
    const named = [actorSlug, ...(groups.get(actorSlug) ?? ["none"]).map((group) => `group.${group}`)];
    byId.get(publicationId)?.mentions.push(...named.map((actor) => ({ actor, role })));
  }
  for (const row of byId.values()) if (row.mentions.length === 0) row.mentions.push({ actor: "none", role: null });
  return [...byId.values()];
}

const allows = (chosen: readonly string[], value: string | null) =>
  chosen.length === 0 || (value !== null && chosen.includes(value));

export const impactsIn = (row: Row, { area, direction }: Filters) =>
  row.impacts.filter((one) => allows(area, one.area) && allows(direction, one.direction));

export const mentionsIn = (row: Row, { actor, role }: Filters) =>
  row.mentions.filter((one) => allows(actor, one.actor) && allows(role, one.role));

/** Words that say something of one impact or mention together; each other word speaks for itself. */
const together: (keyof Filters)[][] = [["area", "direction"], ["actor", "role"], ["span"], ["from"], ["to"]];
const groups = [...together, ...singles.map((word): (keyof Filters)[] => [word])];

/** How many rows a list holds. What a group of words leaves is found row by row once, however many lists ask for it. */
export function counterOf(rows: readonly Row[]): (filters: Filters) => number {
  const known = new Map<string, Uint8Array>();
  return (filters) => {
    const sets = groups.flatMap((words) => {
      const said = Object.fromEntries(words.map((word) => [word, filters[word]]));
      if (Object.values(said).every((value) => value === null || (Array.isArray(value) && value.length === 0)))
        return [];
      const key = JSON.stringify(said);
      const alone = { ...noFilters, ...said } as Filters;
      const set = known.get(key) ?? Uint8Array.from(rows, (row) => Number(holds(row, alone)));
      known.set(key, set);
      return [set];
    });
    let n = 0;
    for (let at = 0; at < rows.length; at++) if (sets.every((set) => set[at] === 1)) n += 1;
    return n;
  };
}

/** Whether the list of these filters holds a row. */
export function holds(row: Row, filters: Filters): boolean {
  const { area, direction, actor, role, from, to } = filters;
  if (singles.some((word) => !allows(filters[word], row.values[word]))) return false;
  if ((from && row.decidedOn < from) || (to && row.decidedOn > to)) return false;
  if (area.length + direction.length > 0 && impactsIn(row, filters).length === 0) return false;
  if (filters.span.length > 0 && !filters.span.some((span) => row.spans.includes(span))) return false;
  return actor.length + role.length === 0 || mentionsIn(row, filters).length > 0;
}

/** By mark the ids of the developments that a process holds, and their numbers by month. */
export async function readHeld({ db }: { db: Database }) {
  const index = await heldMarks(db);
  const marks = [...index.marks()].sort();
  const all = index.list([]);
  const [byMonth, byBody] = (["months", "bodies"] as const).map((parts) => index.countEachBy(parts, all, marks));
  return marks.map((mark) => {
    const { bits } = index.list([[mark]]);
    const ids: number[] = [];
    eachInBoth(bits, bits, (id) => ids.push(id));
    return {
      mark,
      ids,
      byMonth: [...(byMonth?.get(mark) ?? [])].sort(),
      byBody: [...(byBody?.get(mark) ?? [])].sort(),
    };
  });
}
