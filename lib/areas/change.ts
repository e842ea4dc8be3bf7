import { and, eq, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { areaVersions, impactAreas } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { Conflict, Invalid, NotFound } from "@/lib/errors";
import { type AreaVersion, countAgainst, findWording, listAreaVersions } from "./history";
import { changedWords, meansTheSame, type Wording } from "./wording";

/** The wording a form began from, and the one that was saved meanwhile. */
export type AreaConflict = { base: Wording; newest: AreaVersion };

/**
 * Words an area anew; the wording before is kept, with the scores that were given against it. Readers see it at once.
 * Returns the number of the version that stands. Throws Conflict where `base` is not the newest one any more.
 */
export async function changeArea(
  { db, caller, now }: Context,
  slug: string,
  { base, wording, reason }: { base: number; wording: Wording; reason: string },
): Promise<number> {
  requireCan(caller, "areas.manage");
  return db.transaction(async (tx) => {
    // Two areas must not get one name at the same time.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary areas'))`);
    // Publishing refers to areas while it holds the data version, for which this waits below: it must not wait for this.
    const [area] = await tx.select().from(impactAreas).where(eq(impactAreas.slug, slug)).for("no key update");
    if (!area) throw new NotFound("There is no such impact area.");
    const versions = await listAreaVersions({ db: tx }, slug);
    await requireNewest(tx, slug, base, versions);
    const changed = changedWords(area, wording);
    if (changed.length === 0) throw new Invalid({}, "Nothing differs from the wording that stands.");
    if (changed.includes("name")) await requireFreeName(tx, slug, wording.name);
    if (reason === "" && !meansTheSame(area, wording))
      throw new Invalid({ reason: askForReason(countAgainst(versions)) });
    const version = area.version + 1;
    await tx
      .insert(areaVersions)
      .values({ ...wording, areaSlug: slug, number: version, authorId: caller.id, writtenAt: now, reason });
    await tx
      .update(impactAreas)
      .set({ ...wording, version })
      .where(eq(impactAreas.slug, slug));
    await recordAudit(tx, {
      at: now,
      personId: caller.id,
      action: "area.worded",
      subject: `area:${slug}`,
      detail: { version, changed: changed.join(" ") },
    });
    return version;
  });
}

const askForReason = (scores: number) =>
  scores === 0
    ? "Say why the definition or the scale changes: the history shows it."
    : `Say why: ${scores} ${scores === 1 ? "score was" : "scores were"} given against the words you change.`;

async function requireNewest(tx: Transaction, slug: string, base: number, [newest]: AreaVersion[]): Promise<void> {
  if (!newest || base === newest.number) return;
  const began = await findWording(tx, slug, base);
  if (!began) throw new Invalid({ base: `There is no version ${base} of this area. Open the page again.` });
  const detail: AreaConflict = { base: began, newest };
  throw new Conflict(
    `${newest.author ?? "Somebody"} saved version ${newest.number} since you opened this page.`,
    detail,
  );
}

/** Imports find areas by name or slug. */
async function requireFreeName(tx: Transaction, slug: string, name: string): Promise<void> {
  const plain = (text: unknown) => sql`lower(normalize(${text}, NFKC))`;
  const [same] = await tx
    .select({ name: impactAreas.name })
    .from(impactAreas)
    .where(
      and(
        ne(impactAreas.slug, slug),
        or(sql`${plain(impactAreas.name)} = ${plain(name)}`, sql`${impactAreas.slug} = lower(${name})`),
      ),
    );
  if (same) throw new Invalid({ name: `The area “${same.name}” is called so already. Choose another name.` });
}
