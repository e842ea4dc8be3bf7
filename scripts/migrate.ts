import { migrate } from "@/db/migrate";
import { openDatabase } from "@/db/open";

/** npm run migrate: brings the database to the shape this release expects. */
const database = await openDatabase({ say: console.error });
try {
  await migrate(database.client);
  console.log("The database has the shape this release expects.");
} finally {
  await database.close();
}
