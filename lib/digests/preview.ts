import { eq, sql } from "drizzle-orm";
import { issues } from "@/db/schema";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { queueMail } from "@/lib/mail/queue";
import { slot, type Template } from "@/lib/mail/raw";
import { type Week, windowOf } from "@/lib/weeks";
import { listAhead } from "./ahead";
import { asSeenBy } from "./blind";
import { correctedIn, findCorrectedIn, listCorrectedIn } from "./corrections";
import { getCoverage } from "./coverage";
import { listWeekEntries } from "./entries";
import { composeLetter } from "./letter";
import { composeFor } from "./render";

/** The letter of a week before it goes out, and a test of it. */

type Place = { baseUrl: string; timeZone: string };

/**
 * The letter of a week for somebody who reads everything: as it is frozen, or as it would be now; without what its editor
 * has yet to score.
 */
export async function previewLetter(
  { db, caller, now }: Context,
  week: Week,
  { baseUrl, timeZone }: Place,
): Promise<Template> {
  requireCan(caller, "digests.introduce");
  const [issue] = await db.select().from(issues).where(eq(issues.week, week));
  if (issue?.frozenAt) {
    const entries = await db.execute<{ id: string }>(sql`
      select development_id as id from issue_entries where week = ${week}
        and development_id not in (select development_id from (${correctedIn(issue)}) corrected) order by ordinal`);
    const ids = [...entries].map(({ id }) => Number(id));
    const corrected = await findCorrectedIn(db, issue);
    return plain(
      await composeFor({ db, caller }, week, {
        ...{ filters: [""], developmentIds: ids, chosen: [ids], baseUrl, ...corrected },
      }),
      baseUrl,
    );
  }
  const until = soFar(week, timeZone, now);
  const corrections = await listCorrectedIn(db, until);
  const entries = (await asSeenBy({ db, caller }, await listWeekEntries(db, until)))
    .filter(({ developmentId }) => !corrections.some((one) => one.developmentId === developmentId))
    .map(({ entry }) => ({ ...entry, because: [] }));
  const letter = composeLetter({
    week,
    introduction: issue?.introduction ?? "",
    contents: {
      ahead: await listAhead(db, windowOf(week, timeZone).endsAt, timeZone),
      coverage: await getCoverage(db, { ...until, timeZone }, entries.length),
    },
    entries: [...entries].sort((a, b) => Number(b.slug === issue?.pinnedSlug) - Number(a.slug === issue?.pinnedSlug)),
    ...{ corrections, elsewhere: 0, aheadChosen: false },
    subscriptions: ["everything"],
    baseUrl,
    timeZone,
  });
  return plain(letter, baseUrl);
}

/** What was published in a week so far, of which an editor may let one stand first. */
export async function listPublished(
  { db, now }: Pick<Context, "db" | "now">,
  week: Week,
  { timeZone }: Pick<Place, "timeZone">,
): Promise<{ slug: string; title: string }[]> {
  const entries = await listWeekEntries(db, soFar(week, timeZone, now));
  return entries.map(({ entry: { slug, title } }) => ({ slug, title }));
}

function soFar(week: Week, timeZone: string, now: Date) {
  const { startsAt, endsAt } = windowOf(week, timeZone);
  return { startsAt, endsAt: now < endsAt ? now : endsAt };
}

/** In a preview the links of one reader lead to the page where one subscribes. */
function plain({ subject, text, html }: Template, baseUrl: string): Template {
  const links = (body: string) =>
    body.replaceAll(slot("preferences"), `${baseUrl}/subscribe`).replaceAll(slot("leave"), `${baseUrl}/subscribe`);
  return { subject, text: links(text), html: links(html) };
}

/** The letter to oneself, marked as a test. */
export async function sendTest(ctx: Context, week: Week, place: Place): Promise<void> {
  const letter = await previewLetter(ctx, week, place);
  requireCan(ctx.caller, "digests.introduce");
  const { subject, text, html } = letter;
  await queueMail(ctx.db, { to: ctx.caller.email, subject: `Test: ${subject}`, text, html }, ctx.now);
}
