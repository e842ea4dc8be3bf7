import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { deliveryStates } from "@/db/vocabulary";
import { surviveClosedOutput } from "@/lib/closed-output";
import { arm, disarm, isArmed } from "@/lib/digests/armed";
import { countAudience } from "@/lib/digests/audience";
import { listDueWeeks, sendsAt } from "@/lib/digests/due";
import { isUnderWay, sayQuestions } from "@/lib/digests/issue-state";
import { countAllDeliveries, countDeliveries, type IssueCounts, nextTry, openPost, runDigest } from "@/lib/digests/run";
import { env } from "@/lib/env";
import { Invalid, rootMessage } from "@/lib/errors";
import { addWeeks, weekAt, windowOf } from "@/lib/weeks";
import { openExisting } from "./open-existing";
import { readArguments } from "./read-arguments";

/** npm run digest: issues and deliveries, for whoever runs this machine. */

const usage = `npm run digest -- run [--now INSTANT]   (makes every issue that is due, sends until nothing is left or held)
    Letters that a mail server does not take yet are waited for, up to 10 minutes without any progress.
    An instant that lies ahead closes weeks that are not over, for good: on a copy only.
npm run digest -- status   (each issue with its letters by state, and what comes next)
npm run digest -- arm   (allows sending from a restored copy; what was held by then waits to be released)
npm run digest -- disarm   (nothing goes out until it is allowed again: before a server's files are restored in place)
The last line is JSON. Links are made from BASE_URL: set it, or PORT, as the site has it.`;

/** A mail server that answers nothing for so long is left to the next run. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 30_000;
const tellEveryMs = 10_000;

const commands = ["run", "status", "arm", "disarm"];

surviveClosedOutput();
let command = "";
let begin = new Date();
try {
  const options = { now: { type: "string" } } as const;
  const { values, words } = readArguments(process.argv.slice(2), options, 1);
  [command = ""] = words;
  if (values.now !== undefined) begin = new Date(values.now);
  if (!commands.includes(command)) throw new Invalid({ command: `Commands: ${commands.join(", ")}.` });
  if (Number.isNaN(begin.getTime()) || begin.getUTCFullYear() > 9_998)
    throw new Invalid({ now: "--now is an instant such as 2026-11-30T08:00:00Z." });
} catch (error) {
  console.error(`${rootMessage(error)}\n${usage}`);
  process.exitCode = 2;
}
if (process.exitCode === undefined) {
  const database = await openExisting();
  const { db } = database.client;
  try {
    await migrate(database.client);
    if (command === "arm") {
      await arm(db, env().baseUrl);
      console.log(`Letters may go out from here, as ${env().baseUrl}.`);
    }
    if (command === "disarm") {
      await disarm(db);
      console.log("No letter goes out until sending is allowed again: see arm.");
    }
    if (command === "run") await run(db);
    const issues = await countDeliveries(db);
    if (command === "status") console.log([...(await sayNext(db)), ...issues.map(say)].join("\n"));
    for (const line of issues.flatMap(sayWhatWaits)) console.error(line);
    console.log(JSON.stringify({ ...(await countAllDeliveries(db)), issues }));
  } catch (error) {
    console.error(`${rootMessage(error)}\nWhat was sent until then is noted; run it again to go on.`);
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}

/** What goes on by itself no more, and where a person settles it. */
function sayWhatWaits(issue: IssueCounts): string[] {
  const where = `${env().baseUrl}/desk/digests/${issue.week}`;
  const questions = sayQuestions(issue);
  return [
    ...(issue.state === "held" ? [`${issue.week} is held: ${issue.held} Release it at ${where}`] : []),
    ...(questions ? [`${issue.week}: ${questions}. Decide at ${where}`] : []),
  ];
}

/** Letters that wait for another try are waited for, as long as something gets on. */
async function run(db: Database) {
  const started = Date.now();
  const now = () => new Date(begin.getTime() + Date.now() - started);
  const post = openPost(db, env(), { now, tick: () => new Date(), random: Math.random });
  let lastProgress = Date.now();
  let pauseMs = 500;
  let told = 0;
  try {
    for (;;) {
      const sent = await runDigest(post, env());
      if (Date.now() - told > tellEveryMs) {
        told = Date.now();
        for (const issue of await countDeliveries(db, 5)) if (isUnderWay(issue)) console.error(say(issue));
      }
      if (sent > 0) {
        lastProgress = Date.now();
        pauseMs = 500;
      }
      const next = await nextTry(post);
      if (!next) return;
      if (Date.now() - lastProgress > patienceMs || next.getTime() - Date.now() > patienceMs) {
        console.error("Some letters wait for a mail server that does not take them yet; the next run goes on.");
        process.exitCode = 1;
        return;
      }
      await wait(Math.max(pauseMs, Math.min(next.getTime() - Date.now(), longestPauseMs)));
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  } finally {
    post.close();
  }
}

/** What comes next, to whom, and whether it may. */
async function sayNext(db: Database): Promise<string[]> {
  const { baseUrl, timeZone } = env();
  const due = await listDueWeeks({ db, now: begin }, timeZone);
  const made = await countDeliveries(db);
  let week = weekAt(begin, timeZone);
  // One that was closed ahead of the clock is over.
  while (made.some((one) => one.week === week && one.state !== "open")) week = addWeeks(week, 1);
  const { reading, paused, left, suppressed } = await countAudience(db, begin);
  const closes = windowOf(week, timeZone).endsAt.toISOString();
  return [
    `${week} closes ${closes} and goes out ${(await sendsAt(db, week, timeZone)).toISOString()}`,
    ...(due.length > 0 ? [`Due and not made: ${due.join(", ")}`] : []),
    `${reading} reading, ${paused} paused, ${left} left, ${suppressed} given up`,
    ...((await isArmed(db, baseUrl)) ? [] : ["Sending is not allowed from here: see arm."]),
  ];
}

function say(issue: IssueCounts): string {
  const { week, state, audience, held, waits } = issue;
  const numbers = deliveryStates.map((word) => `${issue[word]} ${word}`);
  const waiting = state === "ready" && waits ? `. The mail server: ${waits}` : "";
  return `${week}  ${state}${held ? ` (${held})` : ""}  audience ${audience ?? "-"}: ${numbers.join(", ")}${waiting}`;
}
