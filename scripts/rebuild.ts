import { openDatabase } from "@/db/open";
import { rebuildPublications } from "@/lib/developments/rebuild";

/** npm run rebuild: makes every public row anew from revisions and reviews. */
const database = await openDatabase({ say: console.error });
try {
  const written = await rebuildPublications(database.client.db);
  console.log(`Rebuilt what readers see of ${written} developments.`);
} finally {
  await database.close();
}
