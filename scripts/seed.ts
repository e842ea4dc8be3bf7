import { migrate } from "@/db/migrate";
import { openDatabase } from "@/db/open";
import { loadStarterData } from "@/db/starter/load";

/** npm run seed: loads the starter data into a database without developments; otherwise changes nothing. */
const database = await openDatabase({ say: console.error });
try {
  await migrate(database.client);
  const { loaded } = await loadStarterData(database.client.db, new Date());
  console.log(loaded ? "Loaded the starter data." : "There are developments already; nothing was changed.");
} finally {
  await database.close();
}
