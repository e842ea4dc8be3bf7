import { openDatabase } from "@/db/open";
import { verifyChains } from "@/lib/revisions/verify";

/** npm run verify: recomputes the hash chain of every development; exit code 1 at the first broken link. */
const database = await openDatabase({ say: console.error });
try {
  const { checked, broken } = await verifyChains(database.client.db);
  if (broken) {
    console.error(`Broken: development ${broken.developmentId}, revision ${broken.number}: ${broken.what}.`);
    process.exitCode = 1;
  } else {
    console.log(`All ${checked} revisions hold.`);
  }
} finally {
  await database.close();
}
