import { connectionFromEnv, env, rememberEmbedded } from "@/lib/env";
import { type Client, connect } from "./client";
import { startEmbedded } from "./embedded/start";

export type OpenDatabase = {
  client: Client;
  /** Resolves, with the reason, when the embedded server ends although nobody here stopped it; else never. */
  lost: Promise<string>;
  close: () => Promise<void>;
};

/**
 * The database of this installation: DATABASE_URL, or the embedded one, started or found running, and made where there
 * is none unless it must exist.
 */
export async function openDatabase(options: {
  say: (line: string) => void;
  mustExist?: boolean;
}): Promise<OpenDatabase> {
  const { databaseUrl, dataDir } = env();
  const embedded = databaseUrl ? null : await startEmbedded(dataDir, options.say, options);
  if (embedded) rememberEmbedded(embedded.socketFolder);
  const client = connect(connectionFromEnv());
  return {
    client,
    lost: embedded?.lost ?? new Promise(() => {}),
    close: async () => {
      await client.close();
      await embedded?.stop();
    },
  };
}
