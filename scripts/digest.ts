import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { openDatabase } from "@/db/open";
import { surviveClosedOutput } from "@/lib/closed-output";
import { arm, isArmed } from "@/lib/digests/armed";
import { countAudience } from "@/lib/digests/audience";
import { listDueWeeks, sendsAt } from "@/lib/digests/due";
import { countAllDeliveries, countDeliveries, type IssueCounts, nextTry, openPost, runDigest } from "@/lib/digests/run";
import { env } from "@/lib/env";
import { Invalid, rootMessage } from "@/lib/errors";
import { weekAt, windowOf } from "@/lib/weeks";
import { readArguments } from "./read-arguments";

/** npm run digest: issues and deliveries, for whoever runs this machine. */

const usage = `npm run digest -- run [--now INSTANT]   (makes every issue that is due, sends until nothing is left or held)
    An instant that lies ahead closes weeks that are not over, for good: on a copy only.
npm run digest -- status
npm run digest -- arm   (allows sending from a restored copy)`;

/** A mail server that answers nothing for so long is left to the next run. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 30_000;

surviveClosedOutput();
let command = "";
let begin = new Date();
try {
  const options = { now: { type: "string" } } as const;
  const { values, words } = readArguments(process.argv.slice(2), options, 1);
  [command = ""] = words;
  if (values.now !== undefined) begin = new Date(values.now);
  if (!["run", "status", "arm"].includes(command)) throw new Invalid({ command: usage });
  if (Number.isNaN(begin.getTime())) {
    throw new Invalid({ now: `--now is an instant such as 2026-11-30T08:00:00Z.\n${usage}` });
  }
} catch (error) {
  console.error(rootMessage(error));
  process.exitCode = 2;
}
if (process.exitCode === undefined) {
  const database = await openDatabase({ say: console.error });
  const { db } = database.client;
  try {
    await migrate(database.client);
    if (command === "arm") await arm(db, env().baseUrl);
    if (command === "run") await run(db);
    const issues = await countDeliveries(db);
    if (command === "status") console.log([...(await sayNext(db)), ...issues.map(say)].join("\n"));
    console.log(JSON.stringify({ ...(await countAllDeliveries(db)), issues }));
  } catch (error) {
    console.error(`${rootMessage(error)}\nWhat was sent until then is noted; run it again to go on.`);
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}

/** Letters that wait for another try are waited for, as long as something gets on. */
async function run(db: Database) {
  const started = Date.now();
  const now = () => new Date(begin.getTime() + Date.now() - started);
  const post = openPost(db, env(), { now, tick: () => new Date(), random: Math.random });
  let lastProgress = Date.now();
  let pauseMs = 500;
  try {
    for (;;) {
      const sent = await runDigest(post, env());
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
  const week = weekAt(begin, timeZone);
  const { reading, paused, left, suppressed } = await countAudience(db, begin);
  const closes = windowOf(week, timeZone).endsAt.toISOString();
  return [
    `${week} closes ${closes} and goes out ${(await sendsAt(db, week, timeZone)).toISOString()}`,
    ...(due.length > 0 ? [`Due and not made: ${due.join(", ")}`] : []),
    `${reading} reading, ${paused} paused, ${left} left, ${suppressed} given up`,
    ...((await isArmed(db, baseUrl)) ? [] : ["Sending is not allowed from here: see arm."]),
  ];
}

function say({ week, state, audience, held, ...counts }: IssueCounts): string {
  const numbers = Object.entries(counts).map(([word, n]) => `${n} ${word}`);
  return `${week}  ${state}${held ? ` (${held})` : ""}  audience ${audience ?? "-"}: ${numbers.join(", ")}`;
}
