import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { and, eq, isNull, or } from "drizzle-orm";
import { type Attachment, simpleParser } from "mailparser";
import { z } from "zod";
import type { Database } from "@/db/client";
import { deliveries, mailReports, subscribers } from "@/db/schema";
import { NotFound } from "@/lib/errors";
import { hideAddresses } from "@/lib/mail/hide-addresses";
import { readLink } from "@/lib/subscriptions/links";

/**
 * What comes back after a letter was handed over: bounces (RFC 3464) and complaints (RFC 5965), from a mailbox or a
 * mail provider. A report counts where it carries the signed Message-ID of a delivery and the address it went to;
 * anybody can write the rest.
 */

type World = { db: Database; now: Date };

export const reportShape = z.strictObject({
  kind: z.enum(["bounced", "complained", "delayed"]),
  messageId: z.string().max(300),
  recipient: z.string().max(320),
  detail: z.string().max(2_000).default(""),
});
export type Report = z.infer<typeof reportShape>;

/** A letter goes to one address; a server may report on others of its batch beside it. */
const mostRecipients = 100;

export type Taken = "taken" | "known" | "not ours";

/** Takes a report once; whoever's letters bounce or who complained gets no more. */
export async function takeReport({ db, now }: World, report: Report): Promise<Taken> {
  const delivery = await findDelivery(db, report);
  if (!delivery) return "not ours";
  const { kind, detail } = report;
  const key = createHash("sha256").update(`${kind} ${delivery.id}`).digest("hex");
  return db.transaction(async (tx) => {
    const fresh = await tx
      .insert(mailReports)
      .values({ key, kind, deliveryId: delivery.id, detail: hideAddresses(detail).slice(0, 500), reportedAt: now })
      .onConflictDoNothing()
      .returning();
    if (fresh.length === 0) return "known";
    if (kind !== "delayed") {
      await tx
        .update(subscribers)
        .set({ suppressedAt: now, suppressedBecause: kind })
        .where(
          and(
            eq(subscribers.id, delivery.subscriberId),
            // A refusal is lifted when the letter is sent again; what came back or was complained of is not.
            or(isNull(subscribers.suppressedAt), eq(subscribers.suppressedBecause, "refused")),
          ),
        );
    }
    return "taken";
  });
}

async function findDelivery(db: Database, { messageId, recipient }: Report) {
  const token = /^<?\d{4}-W\d{2}\.([\w-]+)@/.exec(messageId.trim())?.[1] ?? "";
  const id = await readLink(db, token, "delivery").catch((error) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (id === null) return null;
  const [delivery] = await db.select().from(deliveries).where(eq(deliveries.id, id));
  return delivery?.email && delivery.email === recipient.trim().toLowerCase() ? delivery : null;
}

/** Whether a provider signed this body: HMAC-SHA-256 in hex over its bytes. */
export function isSigned(body: string, signature: string | null, secret: string): boolean {
  const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
  const given = Buffer.from(signature?.replace(/^sha256=/, "") ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Takes every report of a mailbox file (mbox, or one message). Returns how many messages of each kind. */
export async function takeMailbox(world: World, mailbox: string): Promise<Record<Taken, number>> {
  const counts: Record<Taken, number> = { taken: 0, known: 0, "not ours": 0 };
  for (const message of splitMailbox(mailbox)) {
    // What cannot be read reports nothing; the messages behind it still do.
    const reports = await readReports(message).catch(() => []);
    const taken: Taken[] = [];
    for (const report of reports) taken.push(await takeReport(world, report));
    counts[(["taken", "known"] as const).find((one) => taken.includes(one)) ?? "not ours"] += 1;
  }
  return counts;
}

/** Messages of an mbox file (RFC 4155): each begins after a line "From", with an address and an hour. Or one message. */
function splitMailbox(mailbox: string): string[] {
  const start = mailbox.trimStart();
  if (!start.startsWith("From ")) return [mailbox];
  return start
    .split(/^From \S.* \d\d:\d\d.*\r?\n/m)
    .filter((part) => part.trim() !== "")
    .map((part) => part.replace(/^>(>*From )/gm, "$1"));
}

/** What a message reports on a letter: of a bounce one report for each address it names. */
async function readReports(message: string): Promise<Report[]> {
  const { attachments, text = "" } = await simpleParser(message, { keepDeliveryStatus: true });
  // Where addresses are international the same parts are called global (RFC 6533).
  const part = (...types: string[]) => textOf(attachments.find(({ contentType }) => types.includes(contentType)));
  // Some send the letter back inline, some its headers only: wherever it stands, our Message-ID is known by its form.
  const all = [...attachments.map(textOf), text, message.replace(/^[\s\S]*?\r?\n\r?\n/, "")].join("\n");
  const messageId = /<\d{4}-W\d{2}\.[\w-]{1,60}@[^<>\s]{1,255}>/.exec(all)?.[0];
  if (!messageId) return [];
  const sentBack = part("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers");
  const to = addressIn(/^to:(.*)$/im.exec(sentBack)?.[1]) ?? "";
  const type = field(part("message/feedback-report") || all, "feedback-type")?.toLowerCase();
  if (type) {
    if (type === "not-spam") return [];
    return [
      { kind: "complained", messageId, recipient: addressIn(field(all, "original-rcpt-to")) ?? to, detail: type },
    ];
  }
  return part("message/delivery-status", "message/global-delivery-status")
    .split(/\r?\n[ \t]*\r?\n/)
    .slice(0, mostRecipients)
    .flatMap((group): Report[] => {
      const action = field(group, "action")?.toLowerCase();
      if (action !== "failed" && action !== "delayed") return [];
      const code = field(group, "status") ?? "";
      const recipient =
        addressIn(field(group, "original-recipient")) ?? addressIn(field(group, "final-recipient")) ?? to;
      const detail = field(group, "diagnostic-code") ?? code;
      const kind = action === "failed" && !code.startsWith("4") ? "bounced" : "delayed";
      return [{ kind, messageId, recipient, detail }];
    });
}

const textOf = (part: Attachment | undefined) => part?.content.toString("utf8") ?? "";

/** A field of a report, its folded lines joined. */
const field = (text: string, name: string) =>
  new RegExp(`^${name}:\\s*((?:.*)(?:\\r?\\n[ \\t].*)*)`, "im").exec(text)?.[1]?.replace(/\s+/g, " ").trim();

const addressIn = (value: string | undefined) => /([^\s<>;@]{1,64}@[^\s<>;@]{1,255})/.exec(value ?? "")?.[1];
