import { actorRoles, unrecorded } from "@/db/vocabulary";
import { countCells, countMonthCells, countPairCells } from "@/lib/developments/cells";
import { actorGroup, type Filters, timelineHref } from "@/lib/developments/filters";
import { everything, mark } from "@/lib/developments/marks";
import { listNamed } from "@/lib/developments/named";
import { sayRole } from "@/lib/labels";
import type { Point, Series } from "./answer";
import { listDimension } from "./dimension";
import type { ChartContext, Drawn, Frame } from "./frame";
import { sayDevelopments, sayExtremes, sayFullest, sayTime, sentences } from "./summary";
import { axisOf, figure, within } from "./time";
import { warningsOfTime } from "./warnings";

const overlapping =
  "An actor may belong to several groups and a development may name several actors: rows and columns must not be added up.";

/** Roles in columns; groups of actors, bodies or years in rows. Where nobody is named, that is a column of its own. */
export async function rolesByActorGroup(ctx: ChartContext, frame: Frame): Promise<Drawn> {
  const rows = { body: byBody, year: byYear }[frame.by as "body"] ?? byGroup;
  const series = (await rows(ctx, frame)).filter((row) => row.points.some((point) => (point.n ?? 0) > 0));
  const { filters, total } = frame;
  const named = series.map((row) => ({ ...row, points: row.points.filter(({ x }) => x !== unrecorded) }));
  return {
    subtitle: `In how many developments somebody ${frame.by === "group" || !frame.by ? "of a group" : "of any group"} proposes, supports, opposes, hosts, signs or leaves.`,
    rule: "Published developments that name at least one actor in the role; groups are those of the record, each with a rule anybody can check. “Nobody named” is a development for which no actor is recorded: it is not known who acted.",
    summary: sentences(
      `${sayDevelopments(total.n)} ${sayTime(filters)}`.trim().concat("."),
      sayFullest("The most in one role", named),
      frame.by === "body" || frame.by === "year" ? sayExtremes(series) : "",
    ),
    form: "matrix",
    measure: "developments",
    warnings: [overlapping, ...warningsOfTime(filters)],
    series,
  };
}

const rolesOf = ({ role }: Filters) => actorRoles.filter((one) => role.length === 0 || role.includes(one));

/** The filters without actors and roles, which are what the cells say. */
const unnamed = (filters: Filters): Filters => ({ ...filters, actor: [], role: [] });

async function byGroup(ctx: ChartContext, { filters }: Frame): Promise<Series[]> {
  const groups = (await listNamed(ctx.db)).filter((one) => one.word === "group");
  const values = [
    ...groups.map(({ slug, label }) => ({ value: actorGroup(slug), label })),
    { value: actorGroup(unrecorded), label: "Actors in no group" },
  ].filter(({ value }) => filters.actor.length === 0 || filters.actor.includes(value));
  const roles = rolesOf(filters);
  const nobody = mark("actor", unrecorded);
  const marks = values.flatMap(({ value }) => [
    mark("actor", value),
    ...roles.map((role) => mark("mention", value, role)),
  ]);
  const cells = await countCells(ctx, unnamed(filters), { marks: [...marks, nobody] });
  const rows = values.map(
    ({ value, label }): Series => ({
      key: value,
      label,
      n: filters.role.length > 0 ? null : (cells.get(mark("actor", value)) ?? 0),
      href: timelineHref({ ...filters, actor: [value] }),
      points: roles.map((role) =>
        figure({
          x: role,
          label: sayRole(role),
          n: cells.get(mark("mention", value, role)) ?? 0,
          href: timelineHref({ ...filters, actor: [value], role: [role] }),
        }),
      ),
    }),
  );
  if (isNamed(filters)) return rows;
  const href = timelineHref({ ...filters, actor: [unrecorded] });
  const n = cells.get(nobody) ?? 0;
  const missing = figure({ x: unrecorded, label: "Nobody named", n, href });
  return [...rows, { key: unrecorded, label: "Nobody named: not known who acted", n, href, points: [missing] }];
}

/** The columns of a row of bodies or years. */
function columns(filters: Filters, list: Filters, count: (mark: string) => number): Point[] {
  const roles = rolesOf(filters).map((role) =>
    figure({ x: role, label: sayRole(role), n: count(roleMark(role)), href: timelineHref({ ...list, role: [role] }) }),
  );
  if (isNamed(filters)) return roles;
  const href = timelineHref({ ...list, actor: [unrecorded] });
  return [...roles, figure({ x: unrecorded, label: "Nobody named", n: count(mark("actor", unrecorded)), href })];
}

const roleMark = (role: string) => mark("role", role);
const columnMarks = (filters: Filters) => [...rolesOf(filters).map(roleMark), mark("actor", unrecorded)];

async function byBody(ctx: ChartContext, { filters }: Frame): Promise<Series[]> {
  const { values, others } = await listDimension(ctx, "body", filters);
  const rows = values.flatMap((value) => value.marks);
  const cells = await countRoles(filters, others, (list, marks) => countPairCells(ctx, list, rows, { marks }));
  return values.map(({ value, label, marks, narrowed }): Series => {
    const list: Filters = { ...filters, ...narrowed };
    return {
      key: value,
      label,
      n: isNamed(filters) ? null : cells(everything, (found) => sum(marks, (own) => found.get(own)?.get(everything))),
      href: timelineHref(list),
      points: columns(filters, list, (column) =>
        cells(column, (found, one) => sum(marks, (own) => found.get(own)?.get(one))),
      ),
    };
  });
}

async function byYear(ctx: ChartContext, frame: Frame): Promise<Series[]> {
  const { filters } = frame;
  const all = await countMonthCells(ctx, filters, { marks: [everything] });
  const cells = await countRoles(filters, filters, (list, marks) => countMonthCells(ctx, list, { marks }));
  const axis = axisOf(all.get(everything) ?? new Map(), frame, "year");
  return axis.map((year): Series => {
    const list = within(filters, year, "year");
    const inYear = (months?: ReadonlyMap<string, number>) =>
      sum([...(months ?? [])], ([key, n]) => (key.startsWith(year) ? n : 0));
    return {
      key: year,
      label: year,
      n: isNamed(filters) ? null : cells(everything, (found) => inYear(found.get(everything))),
      href: timelineHref(list),
      points: columns(filters, list, (column) => cells(column, (found, one) => inYear(found.get(one)))),
    };
  });
}

const isNamed = ({ actor, role }: Filters) => actor.length + role.length > 0;

const sum = <Part>(parts: Part[], n: (part: Part) => number | undefined) =>
  parts.reduce((total, part) => total + (n(part) ?? 0), 0);

/**
 * Counts for each column. Whoever is asked for must have the role in the same mention, so that then each role is a
 * list of its own.
 */
async function countRoles<Found>(
  filters: Filters,
  others: Filters,
  count: (list: Filters, marks: string[]) => Promise<Found>,
): Promise<(column: string, read: (found: Found, mark: string) => number) => number> {
  if (filters.actor.length === 0) {
    const found = await count(unnamed(others), [everything, ...columnMarks(filters)]);
    return (column, read) => read(found, column);
  }
  const roles = rolesOf(filters);
  const found = await Promise.all(roles.map((role) => count({ ...others, role: [role] }, [everything])));
  const byRole = new Map(roles.map((role, index) => [roleMark(role), found[index]]));
  return (column, read) => {
    const one = byRole.get(column);
    return one === undefined ? 0 : read(one, everything);
  };
}
