import { fork } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { and, asc, inArray, sql } from "drizzle-orm";
import { createTransport } from "nodemailer";
import type { Client } from "@/db/client";
import { deliveries, issueLetters, publications as p } from "@/db/schema";
import { matching } from "@/lib/developments/conditions";
import { chooseEntries } from "@/lib/digests/choose";
import { deliverDue } from "@/lib/digests/deliver";
import { listWeekEntries } from "@/lib/digests/entries";
import { freezeIssue } from "@/lib/digests/freeze";
import { renderLetter } from "@/lib/digests/render";
import { openPost } from "@/lib/digests/run";
import { fill } from "@/lib/mail/raw";
import { readFilter } from "@/lib/subscriptions/filter";
import { windowOf } from "@/lib/weeks";
import { withDatabase } from "./database";
import { timed } from "./load";
import { addReaders, afterWeek, benchSettings, inWeek, publishWeek, week } from "./week";

/** Choosing what goes to whom, freezing it, and handing letters over, beside other ways to do the same. */

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    subscribers: { type: "string", default: "100000" },
    filters: { type: "string", default: "2000" },
    letters: { type: "string", default: "5000" },
  },
});
const readers = Number(options.subscribers);
const letters = Number(options.letters);
const developments = 40;
const sampled = 300;

export async function benchLetters() {
  await withDatabase(async (client) => {
    await publishWeek(client, developments);
    const filters = await makeFilters(client, Number(options.filters));
    console.log(`${readers} readers of ${filters.length} views, ${developments} developments in the week`);
    await addReaders(client.db, readers, filters);
    await choosing(client, filters);
    await freezing(client);
    await sending(client);
  }, inWeek);
}

/** Pairs of areas with a status or type: as many different ones as are wanted. */
async function makeFilters({ db }: Client, count: number): Promise<string[]> {
  const areas = [...(await db.execute<{ slug: string }>(sql`select slug from impact_areas order by slug`))];
  const filters: string[] = [""];
  for (const rest of [
    "",
    "&type=statement",
    "&type=law",
    "&status=adopted",
    "&status=proposed",
    "&link=none",
    "&period=after",
  ]) {
    for (const first of areas) {
      for (const second of areas) {
        if (first.slug < second.slug) filters.push(`area=${first.slug}&area=${second.slug}${rest}`);
        for (const third of areas) {
          if (first.slug < second.slug && second.slug < third.slug) {
            filters.push(`area=${first.slug}&area=${second.slug}&area=${third.slug}${rest}`);
          }
        }
      }
    }
  }
  return filters.slice(0, count);
}

async function choosing({ db }: Client, filters: string[]) {
  const entries = await listWeekEntries(db, windowOf(week, "UTC"));
  const ids = entries.map(({ publicationId }) => publicationId);
  let chosen = new Map<string, number[]>();
  const together = await timed(async () => {
    chosen = await chooseEntries(db, entries, filters);
  });
  let different = 0;
  const some = filters.filter((_, n) => n % Math.ceil(filters.length / sampled) === 0);
  const each = await timed(async () => {
    for (const filter of some) {
      const own = await db
        .select({ id: p.developmentId })
        .from(p)
        .where(and(matching(readFilter(filter)), inArray(p.id, ids)))
        .orderBy(asc(p.id));
      if (
        own
          .map(({ id }) => id)
          .sort()
          .join() !== (chosen.get(filter) ?? []).toSorted().join()
      )
        different += 1;
    }
  });
  const perReader = each / some.length;
  console.log(`choosing, all views together            ${together.toFixed(0)} ms`);
  console.log(
    `choosing, one query for each reader     ${((perReader * readers) / 1000).toFixed(1)} s (${perReader.toFixed(2)} ms each, measured for ${some.length}); ${((perReader * readers) / together).toFixed(0)} times as long; ${different} results differ`,
  );
}

async function freezing({ db }: Client) {
  const before = process.memoryUsage().rss;
  const took = await timed(() => freezeIssue({ db, now: afterWeek }, week, benchSettings));
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
  const n = await db.$count(deliveries);
  const distinct = await db.$count(issueLetters);
  console.log(
    `freezing                                ${(took / 1000).toFixed(1)} s, ${n} deliveries of ${distinct} letters, memory +${grown.toFixed(0)} MB`,
  );
}

/** A way to hand letters over: how many a second, and the processor's time for each. */
async function rate(what: string, n: number, send: () => Promise<void>) {
  const cpu = process.cpuUsage();
  const took = await timed(send);
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${what.padEnd(40)}${Math.round((n / took) * 1000)
      .toString()
      .padStart(6)} a second, ${((user + system) / 1000 / n).toFixed(2)} ms of CPU each`,
  );
}

async function sending({ db }: Client) {
  const sink = fork(fileURLToPath(new URL("./sink.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
  const [port] = (await once(sink, "message")) as [number];
  const smtpUrl = `smtp://127.0.0.1:${port}`;
  const [first] = await db
    .select({ id: issueLetters.id })
    .from(issueLetters)
    .orderBy(sql`cardinality(development_ids) desc`)
    .limit(1);
  const { template, prepared } = await renderLetter(db, first?.id ?? 0, benchSettings.baseUrl);
  const links = {
    preferences: `${benchSettings.baseUrl}/subscriptions/x`,
    leave: `${benchSettings.baseUrl}/subscriptions/y/leave`,
  };
  const message = fill(prepared, [["From", benchSettings.mailFrom]], links);
  console.log(`sending ${letters} letters; the longest has ${(message.length / 1024).toFixed(0)} kB`);

  await db.execute(
    sql`update deliveries set state = 'skipped', settled_at = now() where id > (select min(id) + ${letters - 1} from deliveries)`,
  );
  const post = openPost(
    db,
    { ...benchSettings, smtpUrl },
    { now: () => afterWeek, tick: () => new Date(), random: Math.random },
  );
  await rate("this program, every state committed", letters, async () => {
    const sent = await deliverDue(post);
    if (sent !== letters) throw new Error(`${sent} were sent.`);
  });
  post.close();

  const nodemailer = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const some = Math.ceil(letters / 5);
  await rate("control: nodemailer composing each", some, async () => {
    await Promise.all(
      Array.from({ length: some }, (_, n) =>
        nodemailer.sendMail({ from: benchSettings.mailFrom, to: `reader-${n}@example.org`, ...template }),
      ),
    );
  });
  nodemailer.close();

  await rate("control: prebuilt messages, pipelined", letters, () => pipelined(port, message, letters));
  sink.kill();
}

/** A bare sender: three commands and the text in one go, the next letter after the last reply. */
async function pipelined(port: number, message: Buffer, n: number) {
  const socket = connectSocket(port, "127.0.0.1");
  socket.setNoDelay(true);
  let replies = 0;
  let wake = () => {};
  socket.on("data", (chunk) => {
    for (const byte of chunk) if (byte === 10) replies += 1;
    wake();
  });
  const until = async (count: number) => {
    while (replies < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  await until(1);
  for (let sent = 0; sent < n; sent += 1) {
    const expected = replies + 4;
    socket.write(`MAIL FROM:<plenary@example.org>\r\nRCPT TO:<reader-${sent}@example.org>\r\nDATA\r\n`);
    await until(expected - 1);
    socket.write(message);
    socket.write("\r\n.\r\n");
    await until(expected);
  }
  socket.end();
}
