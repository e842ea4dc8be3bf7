import { readFile } from "node:fs/promises";
import { z } from "zod";
import { migrate } from "@/db/migrate";
import { emailShape } from "@/lib/auth/sign-in";
import { surviveClosedOutput } from "@/lib/closed-output";
import { takeMailbox } from "@/lib/digests/reports";
import { rootMessage } from "@/lib/errors";
import { addLinkKey } from "@/lib/subscriptions/links";
import {
  addSubscriber,
  importSubscribers,
  listSubscribers,
  readQuiet,
  removeSubscriber,
} from "@/lib/subscriptions/operator";
import { openExisting } from "./open-existing";
import { readArguments } from "./read-arguments";

/** npm run subscriber: who gets the digest, for whoever runs this machine. */

surviveClosedOutput();

const usage = `npm run subscriber -- add EMAIL [--filter 'area=encryption'] [--quiet on|off]
    --filter takes the words of a timeline address; without it the letter holds everything.
    --quiet off: no letter in a week without anything on the choice.
npm run subscriber -- list   (everybody as CSV)
npm run subscriber -- import FILE.csv   (columns: email, filter, quiet, away; who has something in away is left out)
npm run subscriber -- remove EMAIL
npm run subscriber -- reports MAILBOX   (bounces and complaints: an mbox file or one message)
npm run subscriber -- new-key   (signs the links of letters to come; old links stay good)`;

async function run(ctx: Parameters<typeof addSubscriber>[0], [command, ...rest]: string[]): Promise<string> {
  const options = { filter: { type: "string", default: "" }, quiet: { type: "string" } } as const;
  const { values, words } = readArguments(rest, options, command === "list" || command === "new-key" ? 0 : 1);
  const [subject = ""] = words;
  if (command === "import") {
    const { added, away } = await importSubscribers(ctx, await readFile(subject, "utf8"));
    return `${added} subscribers.${away > 0 ? ` ${away} had left, or their mail came back: they stay away.` : ""}`;
  }
  if (command === "reports") return JSON.stringify(await takeMailbox(ctx, await readFile(subject, "utf8")));
  if (command === "list") return (await listSubscribers(ctx)).trimEnd();
  if (command === "new-key") return `Key ${(await addLinkKey(ctx.db, ctx.now)).id} signs from now on.`;
  const email = emailShape.parse(subject);
  if (command === "remove") {
    await removeSubscriber(ctx, email);
    return `${email} gets no more letters.`;
  }
  const added = await addSubscriber(ctx, { email, filter: values.filter, quietWeeks: readQuiet(values.quiet) });
  const views = `${added.views} ${added.views === 1 ? "view" : "views"} in one letter`;
  if (added.before === "reading") return `${email} had the digest already: ${views}.`;
  if (added.before === "paused") return `${email} had the digest already, and pauses it: ${views}.`;
  if (added.before === "away") return `${email} had left or was given up, and gets the digest again: ${views}.`;
  return `${email} gets the digest (added by operator).`;
}

const args = process.argv.slice(2);
if (!["add", "list", "import", "remove", "reports", "new-key"].includes(args[0] ?? "")) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const database = await openExisting();
  try {
    await migrate(database.client);
    console.log(await run({ db: database.client.db, now: new Date() }, args));
  } catch (error) {
    if (error instanceof z.ZodError) console.error(error.issues.map((issue) => issue.message).join("\n"));
    else console.error(rootMessage(error));
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
