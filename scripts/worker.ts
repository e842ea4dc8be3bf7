import { migrate } from "@/db/migrate";
import { openDatabase } from "@/db/open";
import { surviveClosedOutput } from "@/lib/closed-output";
import { connectionFromEnv, env } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";

/** npm run worker: sends letters and mails for the sites on the same database. Any number may run. */

const say = (line: string) => console.log(line);
surviveClosedOutput();
const database = await openDatabase({ say });
await migrate(database.client);
const worker = await startWorker(connectionFromEnv(), env(), say);
say("The worker runs.");

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    say("Stopping.");
    await worker.stop();
    await database.close();
    process.exit(0);
  });
}
