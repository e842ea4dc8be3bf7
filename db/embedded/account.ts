import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { EmbeddedTrouble, orUseAServer } from "./trouble";

/** Whom PostgreSQL runs as. It refuses root, so root hands over to somebody else. */
export type Account = { uid: number; gid: number; name: string };

/** The owner of data that exists; else ourselves; for root the first of plenary, postgres and nobody. */
export function chooseAccount(dataFolder: string): Account {
  const me = process.getuid?.();
  if (me === undefined) throw new EmbeddedTrouble(`The embedded PostgreSQL runs on Linux and macOS. ${orUseAServer}`);
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (me !== 0 && owner && owner.uid !== me) {
    throw new EmbeddedTrouble(
      `The data in ${dataFolder} belongs to ${nameOf(owner.uid) ?? owner.uid}. Start Plenary as that user or as root, or set DATA_DIR to another folder.`,
    );
  }
  if (me === 0 && !owner) return someoneElse();
  const uid = owner?.uid ?? me;
  const name = nameOf(uid);
  if (!name)
    throw new EmbeddedTrouble(
      `The embedded PostgreSQL needs a user with a name, and uid ${uid} has none. ${orUseAServer}`,
    );
  return { uid, gid: owner?.gid ?? process.getgid?.() ?? uid, name };
}

function someoneElse(): Account {
  for (const name of ["plenary", "postgres", "nobody"]) {
    const [uid, gid] = [id("-u", name), id("-g", name)];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid), name };
  }
  throw new EmbeddedTrouble(
    `PostgreSQL does not run as root, and there is no user plenary, postgres or nobody to run it as. Add one with: useradd --system plenary. ${orUseAServer}`,
  );
}

const nameOf = (uid: number) => id("-nu", String(uid));

function id(option: string, user: string): string | null {
  const { status, stdout } = spawnSync("id", [option, user], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}
