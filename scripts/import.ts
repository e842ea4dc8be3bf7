import { createReadStream, statSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { setFlagsFromString } from "node:v8";
import { eq } from "drizzle-orm";
import { type Client, connect } from "@/db/client";
import { migrate } from "@/db/migrate";
import { people } from "@/db/schema";
import { surviveClosedOutput } from "@/lib/closed-output";
import { importFile } from "@/lib/developments/import-file";
import { connectionFromEnv, env } from "@/lib/env";
import { Invalid, NotFound, rootMessage } from "@/lib/errors";
import { openExisting } from "./open-existing";
import { readArguments } from "./read-arguments";

/** npm run import: a whole archive at once, for whoever runs this machine. */

surviveClosedOutput();
// Each part is garbage once it is stored.
setFlagsFromString("--heap-growing-percent=40");

const usage = `npm run import -- FILE.csv --by EMAIL [--backfill]
    Columns as in /data/files/developments.csv and at /desk/import. Where a line is wrong nothing is stored; a run that was
    interrupted goes on when it is begun again.
    --by: whose drafts they are, or the editor who signs what is loaded.
    --backfill: published at once, marked as loaded and not reviewed here, and in no letter. Else they are drafts.
    What is published already is passed over: what has the same address, or the same title, body and day. With --backfill
    that goes for lines of one file, too; and what stands here as drafts of the same person stays that.`;

async function run(args: string[]): Promise<void> {
  const options = { by: { type: "string" }, backfill: { type: "boolean", default: false } } as const;
  const { values, words } = readArguments(args, options, 1);
  const [file] = words;
  if (!file || !values.by) throw new Invalid({ arguments: usage });
  if (!statSync(file).isFile()) throw new Invalid({ arguments: `${file} is read twice, and must be a file for that.` });
  const database = await openExisting();
  const one = connect(connectionFromEnv(), { max: 1 });
  try {
    await migrate(database.client);
    const { db } = one;
    await letReadersFirst(one);
    const [person] = await db.select().from(people).where(eq(people.email, values.by.toLowerCase()));
    if (!person?.active || person.email === null)
      throw new NotFound(`Nobody active has the address ${values.by}. See: npm run user -- list`);
    const { made, known } = await importFile({
      ...{ db, person: { ...person, email: person.email }, clock: () => new Date(), backfill: values.backfill },
      open: () => createReadStream(file),
      progress: (stored) => stored % 10_000 === 0 && console.error(`${stored} lines.`),
    });
    const what = values.backfill ? "published and marked as loaded" : `drafts of ${person.name}`;
    console.log(`${made} ${what}.${known > 0 ? ` ${known} were here before, or tell the same as another line.` : ""}`);
  } finally {
    await one.close();
    await database.close();
  }
}

/** This process waits for those that answer readers, and the one that works for it in an embedded database for theirs. */
async function letReadersFirst({ sql }: Client): Promise<void> {
  const [backend] = env().databaseUrl ? [] : await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  try {
    setPriority(constants.priority.PRIORITY_LOW);
    // Not lowest: others wait for what it locks.
    if (backend) setPriority(backend.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed here, or it belongs to somebody else. Then both work as others do.
  }
}

run(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Invalid ? Object.values(error.fields).join("\n") : rootMessage(error));
  process.exitCode = 1;
});
