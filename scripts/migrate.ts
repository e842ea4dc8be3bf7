import { migrate } from "@/db/migrate";
import { openDatabase } from "@/db/open";
import { rebuildOutdated } from "@/lib/developments/rebuild";

/** npm run migrate: brings the database to the shape this release expects. */
const database = await openDatabase({ say: console.error });
try {
  await migrate(database.client);
  await rebuildOutdated(database.client.db);
  console.log("The database has the shape this release expects.");
} finally {
  await database.close();
}
