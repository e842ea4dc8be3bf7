import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client, Database } from "@/db/client";
import { deliveries, mailReports, subscribers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { subscribe } from "@/lib/subscriptions/confirm";
import { linkSigner } from "@/lib/subscriptions/links";
import { freezeIssue } from "./freeze";
import { isSigned, takeMailbox, takeReport } from "./reports";
import { testSettings } from "./testing";

let client: Client;
let db: Database;
const ids: number[] = [];
const now = new Date("2026-11-30T08:00:00Z");
beforeAll(async () => {
  client = await testDatabase({ seeded: true });
  db = client.db;
  for (const name of ["ada", "bob", "eve", "fay"]) {
    const wanted = [{ filter: "", audienceSlug: null }];
    ids.push(
      await subscribe(db, new Date("2026-11-24T00:00:00Z"), {
        email: `${name}@example.org`,
        consent: "added-by-operator",
        wanted,
      }),
    );
  }
  await freezeIssue({ db, now }, "2026-W48", testSettings);
});
afterAll(() => client.close());

async function messageIdOf(subscriberId = 0) {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.subscriberId, subscriberId));
  return `<2026-W48.${(await linkSigner(db, now))(row?.id ?? 0, "delivery")}@plenary.example.org>`;
}
const stateOf = async (subscriberId = 0) =>
  (await db.select().from(subscribers).where(eq(subscribers.id, subscriberId)))[0]?.suppressedBecause;

/** As RFC 3464, section 4, shows one. */
const bounce = (
  messageId: string,
  recipient: string,
  { action = "failed", status = "5.1.1" } = {},
) => `From MAILER-DAEMON Mon Nov 30 08:01:00 2026
Date: Mon, 30 Nov 2026 08:01:00 +0000
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>
To: <plenary@example.org>
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1

Your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Original-Recipient: rfc822;${recipient}
Final-Recipient: rfc822;${recipient}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status}
  no such mailbox here

--b1
Content-Type: message/rfc822

From: Plenary <plenary@example.org>
To: ${recipient}
Message-ID: ${messageId}
Subject: Week 48: a quiet week

>From the text of the letter.

--b1--

`;

/** As RFC 5965, appendix B, shows one. */
const complaint = (messageId: string, recipient: string) => `From feedback@provider.example Mon Nov 30 08:02:00 2026
From: <feedback@provider.example>
To: <abuse@example.org>
Subject: FW: Week 48
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <${recipient}>

--b2
Content-Type: message/rfc822
Content-Disposition: inline

From: Plenary <plenary@example.org>
Message-ID: ${messageId}
Subject: Week 48

Spam.
--b2--

`;

test("bounces and complaints of a mailbox file end the letters to those addresses; a second reading changes nothing", async () => {
  const mailbox = [
    bounce(await messageIdOf(ids[0]), "ada@example.org"),
    complaint(await messageIdOf(ids[1]), "bob@example.org"),
    bounce(await messageIdOf(ids[2]), "eve@example.org", { action: "delayed", status: "4.4.1" }),
    "From somebody Mon Nov 30 08:03:00 2026\nFrom: a@example.org\nSubject: Hello\n\nI am away.\n\n",
  ].join("");
  expect(await takeMailbox({ db, now }, mailbox)).toEqual({ taken: 3, known: 0, "not ours": 1 });
  expect([await stateOf(ids[0]), await stateOf(ids[1]), await stateOf(ids[2])]).toEqual([
    "bounced",
    "complained",
    null,
  ]);
  expect(await takeMailbox({ db, now }, mailbox)).toEqual({ taken: 0, known: 3, "not ours": 1 });
  expect(await db.$count(mailReports)).toBe(3);
});

test("a forged one does nothing: neither a guessed Message-ID, nor a real one with another address", async () => {
  const real = await messageIdOf(ids[3]);
  const forged = [
    { messageId: "<2026-W48.AAEAAAAAAAEDAAAAAAAAAAAAAAAAAAAAAA@plenary.example.org>", recipient: "fay@example.org" },
    { messageId: real, recipient: "victim@example.org" },
    { messageId: real.replace("2026-W48.", "2026-W48.A"), recipient: "fay@example.org" },
    { messageId: "nonsense", recipient: "fay@example.org" },
  ];
  for (const one of forged)
    expect(await takeReport({ db, now }, { kind: "bounced", detail: "", ...one })).toBe("not ours");
  expect(await stateOf(ids[3])).toBeNull();
});

test("what cannot be read reports nothing, quickly, and the messages behind it are still taken", async () => {
  const unknownKey = `<2026-W48.${Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.alloc(23)]).toString("base64url")}@x.example>`;
  const separator = "From MAILER-DAEMON Mon Nov 30 08:01:00 2026\n";
  const mailbox = [
    bounce(unknownKey, "fay@example.org"),
    bounce("<2026-W48.a@".repeat(80_000), "fay@example.org"),
    bounce(await messageIdOf(ids[2]), "a".repeat(300_000)),
    `${separator}Subject: From now on\n\nFrom now on we answer\n\u0000\u0000`,
    bounce(await messageIdOf(ids[0]), "ada@example.org", { action: "delayed" }).replace("550", "550 \u0000\u0007"),
  ].join("\n");
  expect(await takeMailbox({ db, now }, mailbox)).toEqual({ taken: 1, known: 0, "not ours": 4 });
});

test("one message without an envelope line is one, whatever its lines begin with", async () => {
  const message = bounce(await messageIdOf(ids[0]), "ada@example.org")
    .split("\n")
    .slice(1)
    .join("\n");
  const mailbox = message.replace("Your message could", "From now on this ends:\nYour message could");
  expect(await takeMailbox({ db, now }, mailbox)).toEqual({ taken: 0, known: 1, "not ours": 0 });
});

test("a report keeps no address and no control that a server wrote into it", async () => {
  const messageId = await messageIdOf(ids[0]);
  const recipient = "ada@example.org";
  await db.delete(mailReports);
  const detail = "\u0000 <ada@example.org>: mailbox full";
  expect(await takeReport({ db, now }, { kind: "delayed", messageId, recipient, detail })).toBe("taken");
  expect(await db.select({ detail: mailReports.detail }).from(mailReports)).toEqual([
    { detail: "  <(address)>: mailbox full" },
  ]);
});

test("a mailbox that begins with an empty line, a second address in a report and one of international mail are read", async () => {
  await db.delete(mailReports);
  const second = bounce(await messageIdOf(ids[2]), "eve@example.org", { action: "delayed" }).replace(
    "\nOriginal-Recipient",
    "\nFinal-Recipient: rfc822;other@example.org\nAction: failed\nStatus: 5.1.1\n\nOriginal-Recipient",
  );
  const global = bounce(await messageIdOf(ids[0]), "ada@example.org", { action: "delayed" })
    .replace("message/delivery-status", "message/global-delivery-status")
    .replace("message/rfc822", "message/global-headers")
    .replaceAll("rfc822;", "utf-8;");
  expect(await takeMailbox({ db, now }, `\n\n${second}${global}`)).toEqual({ taken: 2, known: 0, "not ours": 0 });
});

test("a webhook is believed by its signature only", () => {
  const body = '{"kind":"bounced"}';
  const good = createHmac("sha256", "a secret of a provider").update(body).digest("hex");
  expect(isSigned(body, good, "a secret of a provider")).toBe(true);
  expect(isSigned(body, `sha256=${good}`, "a secret of a provider")).toBe(true);
  for (const [text, signature] of [
    [body, null],
    [body, ""],
    [`${body} `, good],
    [body, good.replace(/^./, "x")],
  ] as const) {
    expect(isSigned(text, signature, "a secret of a provider")).toBe(false);
  }
});
