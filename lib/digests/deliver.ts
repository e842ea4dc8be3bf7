import type { Courier, Outcome } from "@/lib/mail/courier";
import { type DkimKey, fill, signDkim } from "@/lib/mail/raw";
import { addressOf } from "@/lib/mail/transport";
import { type LinkSigner, linkSigner } from "@/lib/subscriptions/links";
import { armFirst, notArmed } from "./armed";
import {
  type Claimed,
  claim,
  forgetLateWaits,
  type Hands,
  keepLeases,
  type Note,
  note,
  recoverLeases,
  settle,
} from "./claim";
import { alarmFrom, finishIssues, holdAll, holdWhereManyFail } from "./finish";
import { messageIdOf } from "./message-id";
import type { LetterBook } from "./render";
import { together } from "./together";

/**
 * Sends what is due, each letter at most once. A delivery goes queued -> sending -> accepted, or to retry, failed,
 * skipped or uncertain; `sending` is committed before the mail server hears of it, `data_began_at` before it gets the
 * text, and the outcome right after its reply. So whatever a worker dies of, the row says how far it came.
 */

export type Post = Hands & {
  /** From 0 to 1. */
  random: () => number;
  couriers: Courier[];
  letters: LetterBook;
  settings: { baseUrl: string; mailFrom: string; dkim: DkimKey | null };
};

/** As many letters are taken as go in some seconds, far less than a lease lasts; the first time few. */
const takenForMs = 4_000;
const fewest = 40;
const most = 400;
/** Far less than a queue waits for a job, and than any of its retries. */
const longestRunMs = 5 * 60_000;

/** Several times in a lease. */
const beatMs = 15_000;

/** While the database commits for some connections, the others go on. */
const lanes = 2;

const underWay = new WeakMap<Post, Promise<number>>();

/**
 * Works until nothing can be sent now, or for some minutes. Returns how many letters were handed over. Whoever asks
 * while it works waits for the same: over one connection there is never more than one letter at a time.
 */
export function deliverDue(post: Post): Promise<number> {
  const run = underWay.get(post) ?? work(post).finally(() => underWay.delete(post));
  underWay.set(post, run);
  return run;
}

async function work(post: Post): Promise<number> {
  // Also of an issue that was ready when its database was copied.
  if (!(await armFirst(post.db, post.settings.baseUrl))) {
    await holdAll(post.db, notArmed);
    return 0;
  }
  const end = post.tick().getTime() + longestRunMs;
  const desk = await openDesk(post);
  await forgetLateWaits(post);
  let accepted = 0;
  let batch = fewest;
  for (;;) {
    await recoverLeases(post);
    const { taken, any } = await claim(post, batch);
    if (!any) {
      await finishIssues(post);
      return accepted;
    }
    const started = post.tick().getTime();
    const beat = setInterval(() => keepLeases(post).catch(() => {}), beatMs);
    const sent = await sendAll(post, taken, desk).finally(() => clearInterval(beat));
    const perMs = taken.length / Math.max(1, post.tick().getTime() - started);
    batch = Math.round(Math.min(most, Math.max(fewest, perMs * takenForMs)));
    accepted += sent.accepted;
    if (sent.away || post.tick().getTime() > end) return accepted;
  }
}

/** What all connections share. What they note at the same time is committed together. */
type Desk = {
  sign: LinkSigner;
  note: (one: Note) => Promise<boolean>;
  /** Less those that could not be opened: a mail server may take fewer at once. */
  couriers: Set<Courier>;
};

const openDesk = async (post: Post): Promise<Desk> => ({
  sign: await linkSigner(post.db, post.now()),
  note: together(async (notes: Note[]) => {
    const go = await note(post, notes);
    return ({ one }) => go.has(one.id);
  }, lanes),
  couriers: new Set(post.couriers),
});

/** Sends what was claimed over all connections, until the mail server is away or too many letters fail. */
async function sendAll(post: Post, taken: Claimed[], desk: Desk): Promise<{ accepted: number; away: boolean }> {
  const queue = taken.toSorted((a, b) => a.letterId - b.letterId || a.id - b.id);
  const sent = { accepted: 0, refused: 0, away: false };
  let stop: Outcome | null = null;
  const work = async (courier: Courier) => {
    // Noted at once, while the connection goes on to ask for the next letter; its text waits for a note of its own.
    let noted: Promise<unknown> = Promise.resolve();
    try {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const outcome: Outcome = stop ?? (await send(post, courier, one, desk));
        await noted;
        if (outcome.kind === "accepted") {
          sent.accepted += 1;
          noted = desk.note({ kind: "accepted", one, reply: outcome.reply });
          // Whether it failed is asked above, or at the end.
          noted.catch(() => {});
          continue;
        }
        if (outcome.kind === "away" && desk.couriers.size > 1) {
          desk.couriers.delete(courier);
          queue.unshift(one);
          return;
        }
        await settle(post, one, outcome);
        if (outcome.kind === "away") {
          sent.away = true;
          stop = outcome;
        }
        if (outcome.kind === "refused") {
          sent.refused += 1;
          if (sent.refused % alarmFrom === 0 && (await holdWhereManyFail(post))) stop = { kind: "stopped" };
        }
      }
    } finally {
      await noted;
    }
  };
  // All have stopped before anything else is done over the same connections, also where the database failed one.
  const ends = await Promise.allSettled([...desk.couriers].map(work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  // Given back after the others had finished.
  for (const one of queue) await settle(post, one, { kind: "stopped" });
  if (sent.refused > 0) await holdWhereManyFail(post);
  return sent;
}

async function send(post: Post, courier: Courier, one: Claimed, { sign, note }: Desk): Promise<Outcome> {
  const { db, tick, letters, settings } = post;
  const { baseUrl, mailFrom, dkim } = settings;
  const { template, prepared } = await letters.get(db, one.letterId, baseUrl);
  const links = {
    preferences: `${baseUrl}/subscriptions/${sign(one.subscriberId, "preferences")}`,
    leave: `${baseUrl}/subscriptions/${sign(one.subscriberId, "leave")}/leave`,
  };
  const headers = headersOf(one, {
    ...{ mailFrom, baseUrl, leave: links.leave, date: tick() },
    messageId: messageIdOf(one, baseUrl, sign),
  });
  const message = fill(prepared, headers, links);
  return courier.deliver({
    from: addressOf(mailFrom),
    to: one.email,
    message: dkim ? await signDkim(message, dkim) : message,
    readable: () => ({
      to: one.email,
      subject: template.subject,
      text: fillPlain(template.text, links),
      html: fillPlain(template.html, links),
      headers: Object.fromEntries(headers),
    }),
    begin: () => note({ kind: "begins", one }),
  });
}

const fillPlain = (text: string, words: Record<string, string>) =>
  text.replace(/\ue000([a-z]+)\ue001/g, (_, name: string) => words[name] ?? "");

function headersOf(
  one: Claimed,
  {
    mailFrom,
    baseUrl,
    leave,
    date,
    messageId,
  }: Record<"mailFrom" | "baseUrl" | "leave" | "messageId", string> & { date: Date },
): [string, string][] {
  return [
    ["From", mailFrom],
    ["To", one.email],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", messageId],
    ["List-Id", `Weekly digest of Plenary <digest.${new URL(baseUrl).hostname}>`],
    ["List-Unsubscribe", `<${leave}>`],
    ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
    ["Auto-Submitted", "auto-generated"],
    ["Precedence", "bulk"],
  ];
}
