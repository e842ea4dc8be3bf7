import PgBoss from "pg-boss";
import { type Connection, connectForWork } from "@/db/client";
import { keepWordSets } from "@/lib/developments/word-sets";
import { deliverDue } from "@/lib/digests/deliver";
import { countDeliveries, countDue, freezeDue, nextTry, openPost, type Settings } from "@/lib/digests/run";
import { rootMessage } from "@/lib/errors";
import { sendQueuedMails } from "@/lib/mail/queue";
import { sendMail } from "@/lib/mail/transport";

/**
 * What happens without anybody asking: issues are frozen when their week is over, letters and single mails go out, the
 * sets of words that searches read are kept up. Any number of workers may run; pg-boss wakes one of them for each job,
 * and what they do is claimed row by row.
 */

const jobs = { calendar: "calendar", deliver: "deliver", words: "words" } as const;
/** Beyond so many letters other workers are called in. */
const manyLetters = 200;
const mostHelpers = 4;

export type RunningWorker = { stop: () => Promise<void> };

export async function startWorker(
  connection: Connection,
  settings: Settings,
  say: (line: string) => void = () => {},
): Promise<RunningWorker> {
  const client = connectForWork(connection);
  const clock = { now: () => new Date(), tick: () => new Date(), random: Math.random };
  const post = openPost(client.db, settings, clock);
  const boss = new PgBoss(
    typeof connection === "string"
      ? { connectionString: connection, max: 4, application_name: "plenary jobs" }
      : { ...connection, user: connection.username, max: 4, application_name: "plenary jobs" },
  );
  // While the database is away jobs wait; each failed look for one is not news.
  boss.on("error", (error) => say(`Jobs: ${rootMessage(error)}`));
  const stop = async () => {
    await boss.stop({ graceful: true, timeout: 10_000, wait: true }).catch(() => {});
    post.close();
    await client.close();
  };
  try {
    await boss.start();
    await takeJobs();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };

  async function takeJobs() {
    const mails = () =>
      sendQueuedMails({ db: client.db, now: clock.now }, ({ message, ...mail }) =>
        sendMail(message, { now: clock.now(), ...mail }),
      );
    for (const name of Object.values(jobs)) {
      await boss.createQueue(name, {
        name,
        policy: "short",
        retryLimit: 3,
        retryBackoff: true,
        expireInSeconds: 1_800,
      });
    }
    const callDeliverers = async (startAfter?: Date) => {
      const helpers = Math.min(mostHelpers, Math.ceil((await countDue(post)) / manyLetters));
      for (let slot = 0; slot < helpers || (slot === 0 && startAfter); slot += 1) {
        await boss.send(jobs.deliver, {}, { singletonKey: `slot ${slot}`, ...(startAfter ? { startAfter } : {}) });
      }
    };
    await boss.work(jobs.calendar, { pollingIntervalSeconds: 5 }, async () => {
      try {
        await freezeDue(post, settings);
      } finally {
        // An issue that cannot be made keeps back nothing else.
        await callDeliverers();
        await mails();
      }
    });
    let told = "";
    const tellWaiting = async () => {
      const waiting = (await countDeliveries(client.db, 5)).filter(({ state, waits }) => state === "ready" && waits);
      const words = waiting
        .map(({ week, queued, retry, waits }) => `${week}: ${queued + retry} wait. ${waits}`)
        .join(" ");
      // Said when it begins or changes, not every two seconds of an hour.
      const reason = waiting.map(({ week, waits }) => `${week} ${waits}`).join(" ");
      if (reason !== told && words) say(`Letters of ${words}`);
      told = reason;
    };
    await boss.work(jobs.deliver, { pollingIntervalSeconds: 2 }, async () => {
      await deliverDue(post);
      const next = await nextTry(post);
      await tellWaiting();
      if (next) await callDeliverers(new Date(Math.max(next.getTime(), Date.now() + 2_000)));
    });
    await boss.work(jobs.words, { pollingIntervalSeconds: 5 }, async () => {
      // Without them searches take longer, and find the same.
      await keepWordSets(client.db).catch((error) => say(`Sets of words: ${rootMessage(error)}`));
    });
    for (const name of [jobs.calendar, jobs.words]) {
      await boss.schedule(name, "* * * * *");
      await boss.send(name, {});
    }
    await client.sql.listen("plenary_mail", () => {
      mails().catch((error) => say(`Mails: ${rootMessage(error)}`));
      callDeliverers().catch((error) => say(`Letters: ${rootMessage(error)}`));
    });
  }
}
