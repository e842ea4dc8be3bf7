import { type OpenDatabase, openDatabase } from "@/db/open";
import { rootMessage } from "@/lib/errors";

/** The database for a command that reads or changes what is in one; where there is none the command ends here. */
export async function openExisting(): Promise<OpenDatabase> {
  try {
    return await openDatabase({ say: console.error, mustExist: true });
  } catch (error) {
    console.error(rootMessage(error));
    process.exit(1);
  }
}
