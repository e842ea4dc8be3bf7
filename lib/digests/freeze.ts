import { and, desc, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { corrections, deliveries, issueEntries, issueLetters, issues, people } from "@/db/schema";
import { reviewerRoles } from "@/lib/auth/access";
import { addWeeks, type Week, windowOf } from "@/lib/weeks";
import { listAhead } from "./ahead";
import { armFirst, notArmed } from "./armed";
import { choiceOfScorer, withoutDirections } from "./blind";
import { chooseEntries } from "./choose";
import { approvedBefore } from "./corrections";
import { getCoverage } from "./coverage";
import { sendsAt } from "./due";
import { listWeekEntries, lockApprovals, type WeekEntry } from "./entries";

/** Closing a week: what its issue says, and who gets which letter, is fixed in one transaction. */

type Place = { timeZone: string; baseUrl: string };

/** Freezes the issue of a closed week, once; whoever comes second finds it made. */
export async function freezeIssue(
  { db, now }: { db: Database; now: Date },
  week: Week,
  { timeZone, baseUrl }: Place,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockApprovals(tx);
    const window = await windowAfterLast(tx, week, timeZone);
    const { startsAt, endsAt } = window;
    await tx.insert(issues).values({ week, startsAt, endsAt, timeZone }).onConflictDoNothing();
    const [issue] = await tx.select().from(issues).where(eq(issues.week, week)).for("update");
    if (!issue || issue.frozenAt) return;
    const entries = pinned(await listWeekEntries(tx, window), issue.pinnedSlug);
    if (entries.length > 0) {
      await tx.insert(issueEntries).values(
        entries.map(({ developmentId, revisionId, entry }, ordinal) => ({
          ...{ week, developmentId, revisionId, entry, ordinal },
        })),
      );
    }
    await writeLetters(tx, week, entries, endsAt);
    const audience = await writeDeliveries(tx, { week, endsAt, now });
    const held = await whyHeld(tx, { week, now, timeZone, baseUrl });
    await tx
      .update(issues)
      .set({
        ...{ startsAt, endsAt, timeZone, audience, frozenAt: now, heldBecause: held },
        state: held ? "held" : "ready",
        sendsAt: await sendsAt(tx, week, timeZone),
        contents: {
          ahead: await listAhead(tx, endsAt, timeZone),
          coverage: await getCoverage(tx, { ...window, timeZone }, entries.length),
        },
      })
      .where(eq(issues.week, week));
  });
}

/** The window of a week; where the time zone was changed meanwhile it begins where the last one ended. */
async function windowAfterLast(tx: Transaction, week: Week, timeZone: string) {
  const window = windowOf(week, timeZone);
  const [last] = await tx
    .select({ endsAt: issues.endsAt })
    .from(issues)
    .where(and(isNotNull(issues.frozenAt), lt(issues.week, week)))
    .orderBy(desc(issues.week))
    .limit(1);
  const follows = last && Math.abs(last.endsAt.getTime() - window.startsAt.getTime()) < 2 * 86_400_000;
  return follows ? { ...window, startsAt: last.endsAt } : window;
}

const pinned = (entries: WeekEntry[], slug: string | null) => [
  ...entries.filter(({ entry }) => entry.slug === slug),
  ...entries.filter(({ entry }) => entry.slug !== slug),
];

async function whyHeld(
  tx: Transaction,
  { week, now, timeZone, baseUrl }: { week: Week; now: Date } & Place,
): Promise<string | null> {
  if (!(await armFirst(tx, baseUrl))) {
    return notArmed;
  }
  // The next issue is due already: nobody expects this one any more.
  if (windowOf(addWeeks(week, 1), timeZone).endsAt <= now) {
    return "It is late by a week or more, because nothing ran. Release it if it should still go out.";
  }
  return null;
}

/** Who is subscribed when the week closes: their views, and the corrections they are owed. Who pauses is skipped at the sending. */
const audienceOf = (endsAt: Date) => sql`
  select subscribers.id, subscribers.email, subscribers.quiet_weeks, scorer.id as scorer_id,
    array_agg(subscriptions.filter order by subscriptions.filter) as filters,
    coalesce(owed.correction_ids, '{}') as correction_ids, coalesce(owed.sent_revision_ids, '{}') as sent_revision_ids
  from subscribers
  join subscriptions on subscriptions.subscriber_id = subscribers.id and subscriptions.ended_at is null
  left join owed on owed.subscriber_id = subscribers.id
  left join ${people} scorer on scorer.email = subscribers.email and scorer.active and ${inArray(sql`scorer.role`, reviewerRoles)}
  where subscribers.left_at is null and subscribers.suppressed_at is null
    and subscribers.confirmed_at < ${endsAt.toISOString()}::timestamptz
  group by subscribers.id, scorer.id, owed.correction_ids, owed.sent_revision_ids`;

/** What arrived, may have arrived, or is on its way; what is held may never go. */
const reaches = (delivery: "deliveries" | "told") =>
  sql.raw(`(${delivery}.state in ('accepted', 'uncertain')
  or ${delivery}.state in ('queued', 'sending', 'retry') and issues.state = 'ready')`);

/**
 * Material corrections of what a subscriber was sent, or is being sent, as far as no letter told or is telling them;
 * each with the revision that the newest of those letters held, as an entry or as an earlier correction.
 */
const owed = (endsAt: Date) => sql`
  select subscriber_id, array_agg(correction_id order by correction_id) as correction_ids,
    array_agg(sent_revision_id order by correction_id) as sent_revision_ids
  from (
    select distinct on (deliveries.subscriber_id, corrections.id) deliveries.subscriber_id,
      corrections.id as correction_id, (${approvedBefore(corrections.developmentId, issues.endsAt)}) as sent_revision_id
    from corrections
    join reviews on reviews.id = corrections.review_id
    join issue_letters on issue_letters.development_ids @> array[corrections.development_id]
      or issue_letters.correction_ids && array(
        select earlier.id from corrections earlier where earlier.development_id = corrections.development_id)
    join deliveries on deliveries.letter_id = issue_letters.id
    join issues on issues.week = issue_letters.week and issues.ends_at <= reviews.counted_at and ${reaches("deliveries")}
    where corrections.material and reviews.counted_at < ${endsAt.toISOString()}::timestamptz
      and reviews.counted_at >= ${new Date(endsAt.getTime() - 400 * 86_400_000).toISOString()}::timestamptz
    order by deliveries.subscriber_id, corrections.id, issue_letters.week desc
  ) sent
  where not exists (
    select from deliveries told
    join issues on issues.week = told.week
    join issue_letters on issue_letters.id = told.letter_id and issue_letters.correction_ids @> array[sent.correction_id]
    where told.subscriber_id = sent.subscriber_id and ${reaches("told")})
  group by subscriber_id`;

/** One letter for each choice of views that somebody has, and one for each who scores. */
async function writeLetters(tx: Transaction, week: Week, entries: WeekEntry[], endsAt: Date): Promise<void> {
  type Chosen = {
    filters: string[];
    correction_ids: string[];
    sent_revision_ids: string[];
    corrected: string[];
    scorer_id: string | null;
  };
  const choices = await tx.execute<Chosen>(sql`
    with owed as (${owed(endsAt)}), audience as (${audienceOf(endsAt)})
    select distinct filters, correction_ids, sent_revision_ids, scorer_id,
      array(select development_id from corrections where id = any(correction_ids)) as corrected
    from audience`);
  const views = new Set([...choices].flatMap(({ filters }) => filters));
  for (const { filters, scorer_id } of choices) {
    if (scorer_id) for (const filter of filters) views.add(withoutDirections(filter));
  }
  const chosen = await chooseEntries(tx, entries, [...views]);
  const letters = [];
  for (const { filters, correction_ids, sent_revision_ids, corrected, scorer_id } of choices) {
    const held = scorer_id
      ? await choiceOfScorer(tx, scorer_id, entries, chosen)
      : (filter: string) => chosen.get(filter) ?? [];
    const wanted = new Set(filters.flatMap(held));
    // What is told as a correction is not told again below it.
    for (const id of corrected) wanted.delete(Number(id));
    const developmentIds = entries.map(({ developmentId }) => developmentId).filter((id) => wanted.has(id));
    const ids = new Set(developmentIds);
    letters.push({
      ...{ week, filters, developmentIds, correctionIds: correction_ids.map(Number) },
      sentRevisionIds: sent_revision_ids.map(Number),
      chosen: filters.map((filter) => held(filter).filter((id) => ids.has(id))),
      scorerId: scorer_id,
    });
  }
  for (let from = 0; from < letters.length; from += 500) {
    await tx.insert(issueLetters).values(letters.slice(from, from + 500));
  }
}

async function writeDeliveries(
  tx: Transaction,
  { week, endsAt, now }: { week: Week; endsAt: Date; now: Date },
): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const made = await tx.execute(sql`
    with owed as (${owed(endsAt)}), audience as (${audienceOf(endsAt)}), chosen as (
      select audience.*, letter.id as letter_id, case
        when not quiet_weeks and letter.development_ids = '{}' and letter.correction_ids = '{}' then 'quiet week, not wanted'
      end as skipped
      from audience
      -- By the key of its index: of letters just written the planner knows no numbers, and compared each with each.
      join ${issueLetters} letter on letter.week = ${week}
        and letter_key(letter.filters, letter.correction_ids, letter.sent_revision_ids)
          = letter_key(audience.filters, audience.correction_ids, audience.sent_revision_ids)
        and letter.scorer_id is not distinct from audience.scorer_id
    )
    insert into ${deliveries} (week, subscriber_id, letter_id, email, state, next_at, detail, settled_at)
    select ${week}, id, letter_id, email, case when skipped is null then 'queued' else 'skipped' end, 'epoch',
      skipped, case when skipped is null then null else ${at} end
    from chosen`);
  return made.count;
}
