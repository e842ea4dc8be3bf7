import { rebuildPublications } from "@/lib/developments/rebuild";
import { openExisting } from "./open-existing";

/** npm run rebuild: makes every public row anew from revisions and reviews. */
const database = await openExisting();
try {
  const written = await rebuildPublications(database.client.db);
  console.log(`Rebuilt what readers see of ${written} developments.`);
} finally {
  await database.close();
}
