import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { and, asc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { subscribers, subscriptions } from "@/db/schema";
import { emailShape } from "@/lib/auth/sign-in";
import { asTyped, requireColumns } from "@/lib/csv";
import { Invalid, NotFound } from "@/lib/errors";
import { subscribe } from "./confirm";
import { keepFilter } from "./filter";
import { leave } from "./preferences";

/** What whoever runs the machine may do with subscribers, without a mail to confirm. */

type World = { db: Database; now: Date };

export type Added = { email: string; filter: string; quietWeeks: boolean | undefined };

/** Adds a view to an address; says whether it got letters before, and how many views it has now. */
export async function addSubscriber(
  { db, now }: World,
  { email, filter, quietWeeks }: Added,
): Promise<{ id: number; before: "unknown" | "away" | "paused" | "reading"; views: number }> {
  const wanted = [{ filter: await keepFilter({ db, now }, filter), audienceSlug: null }];
  return db.transaction(async (tx) => {
    const [known] = await tx.select().from(subscribers).where(eq(subscribers.email, email));
    const paused = known?.pausedUntil && known.pausedUntil > now;
    const away = known?.leftAt || known?.suppressedAt;
    const before = known ? (away ? "away" : paused ? "paused" : "reading") : "unknown";
    const id = await subscribe(tx, now, { email, consent: "added-by-operator", wanted, quietWeeks });
    const views = await tx.$count(
      subscriptions,
      and(eq(subscriptions.subscriberId, id), isNull(subscriptions.endedAt)),
    );
    return { id, before, views };
  });
}

/** Everybody who has an address here, as the CSV that can be imported, with what keeps letters away. */
export async function listSubscribers({ db, now }: World): Promise<string> {
  const rows = await db
    .select({
      ...{ email: subscribers.email, filter: subscriptions.filter, quietWeeks: subscribers.quietWeeks },
      ...{ pausedUntil: subscribers.pausedUntil, leftAt: subscribers.leftAt, suppressedAt: subscribers.suppressedAt },
      suppressedBecause: subscribers.suppressedBecause,
    })
    .from(subscribers)
    .leftJoin(subscriptions, and(eq(subscriptions.subscriberId, subscribers.id), isNull(subscriptions.endedAt)))
    .where(isNotNull(subscribers.email))
    .orderBy(asc(subscribers.email), asc(subscriptions.id));
  const told = rows.map(({ email, filter, quietWeeks, pausedUntil, leftAt, suppressedAt, suppressedBecause }) => {
    const paused = pausedUntil && pausedUntil > now ? `paused until ${pausedUntil.toISOString()}` : "";
    const away = leftAt ? "left" : suppressedAt ? `given up: ${suppressedBecause ?? "no reason on record"}` : paused;
    return { email, filter: filter ?? "", quiet: quietWeeks ? "on" : "off", away };
  });
  return stringify(told, { header: true, columns, escape_formulas: true });
}

/**
 * Adds everybody of a CSV with the columns email, filter, quiet and away (all but the first may be missing), or, where a
 * line is wrong, nobody: the message names each such line. Who left, paused or complained, by any line of the list or
 * since it was written, stays away. Counts addresses.
 */
export async function importSubscribers({ db, now }: World, csv: string): Promise<{ added: number; away: number }> {
  const rows: { record: Record<string, string>; info: { lines: number } }[] = parse(csv, {
    ...{ columns: checkColumns, bom: true, trim: true, skip_empty_lines: true, info: true },
  });
  const errors: string[] = [];
  const kept = new Map<string, string>();
  const added: (Added & { line: number })[] = [];
  const away = new Set<string>();
  for (const { record: row, info } of rows) {
    try {
      const email = emailShape.safeParse(asTyped(row.email ?? ""));
      if (!email.success) throw new Invalid({ email: "Write one e-mail address in the column email." });
      const typed = asTyped(row.filter ?? "");
      if (!kept.has(typed)) kept.set(typed, await keepFilter({ db, now }, typed));
      if ((row.away ?? "") !== "") away.add(email.data);
      added.push({
        email: email.data,
        filter: kept.get(typed) ?? "",
        quietWeeks: readQuiet(row.quiet),
        line: info.lines,
      });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      errors.push(`Line ${info.lines}: ${error.message}`);
    }
  }
  if (errors.length > 0) throw new Invalid({ file: errors.slice(0, 50).join("\n") });
  return db.transaction(async (tx) => {
    const all = new Set(added.map(({ email }) => email));
    for (const email of all) if (await hasGone(tx, email, now)) away.add(email);
    for (const { email, filter, quietWeeks, line } of added) {
      if (away.has(email)) continue;
      const wanted = [{ filter, audienceSlug: null }];
      await subscribe(tx, now, { email, consent: "added-by-operator", wanted, quietWeeks }).catch((error) => {
        throw error instanceof Invalid ? new Invalid({ file: `Line ${line}: ${error.message}` }) : error;
      });
    }
    return { added: all.size - away.size, away: away.size };
  });
}

const columns = ["email", "filter", "quiet", "away"];

function checkColumns(heading: string[]): string[] {
  requireColumns(heading, "file", columns);
  return heading;
}

/** Whoever left, is given up, or pauses. */
const hasGone = async (db: Database, email: string, now: Date): Promise<boolean> =>
  (await db.$count(
    subscribers,
    and(
      eq(subscribers.email, email),
      or(isNotNull(subscribers.leftAt), isNotNull(subscribers.suppressedAt), gt(subscribers.pausedUntil, now)),
    ),
  )) > 0;

export function readQuiet(value: string | undefined): boolean | undefined {
  if (value === undefined || value === "") return undefined;
  if (value === "on" || value === "off") return value === "on";
  throw new Invalid({ quiet: "Quiet weeks: on or off." });
}

/** Takes somebody off at their word given to the operator. */
export async function removeSubscriber({ db, now }: World, email: string): Promise<void> {
  const [found] = await db.select({ id: subscribers.id }).from(subscribers).where(eq(subscribers.email, email));
  if (!found) throw new NotFound(`Nobody is subscribed as ${email}.`);
  await leave({ db, now }, found.id);
}
