import { verifyPublications } from "@/lib/developments/verify";
import { verifyChains } from "@/lib/revisions/verify";
import { openExisting } from "./open-existing";

/**
 * npm run verify: recomputes the hash chain of every development and compares what readers see with what revisions and
 * reviews give; exit code 1 at the first broken link or where anything differs.
 */
const mostNamed = 20;
const database = await openExisting();
try {
  const { checked, broken } = await verifyChains(database.client.db);
  if (broken) {
    console.error(`Broken: development ${broken.developmentId}, revision ${broken.number}: ${broken.what}.`);
    process.exitCode = 1;
  } else {
    console.log(`All ${checked} revisions hold.`);
    await compareWithPublic();
  }
} finally {
  await database.close();
}

async function compareWithPublic() {
  const { checked, different } = await verifyPublications(database.client.db);
  if (different.length === 0) {
    console.log(`What readers see of ${checked} developments is what revisions and reviews give.`);
    return;
  }
  for (const { developmentId, what } of different.slice(0, mostNamed)) {
    console.error(`Different: development ${developmentId}, what readers see: ${what}.`);
  }
  if (different.length > mostNamed) console.error(`And ${different.length - mostNamed} more.`);
  console.error("npm run rebuild makes what readers see anew from revisions and reviews.");
  process.exitCode = 1;
}
