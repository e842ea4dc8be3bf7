import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { writeOnce } from "@/lib/write-once";
import { type Account, chooseAccount } from "./account";
import { EmbeddedTrouble } from "./trouble";

/** Where everything of one embedded server stands, and whom it belongs to. */
export type Place = {
  account: Account;
  /** Holds the rest: DATA_DIR, or a folder of its own where the account cannot reach DATA_DIR. */
  home: string;
  data: string;
  socketFolder: string;
  log: string;
};

/** Where root keeps data that would otherwise lie behind a folder only root may enter. */
const elsewhere = "/var/lib/plenary";

export function settlePlace(dataDir: string, major: number): Place {
  makeDataDir(dataDir);
  const folder = realpathSync(dataDir);
  const remembered = rememberedHome(folder);
  let home = remembered ?? folder;
  const account = chooseAccount(join(home, `pg${major}`));
  if (!remembered && !canEnter(folder, account)) home = moveElsewhere(folder);
  const socketFolder = chooseSocketFolder(home, account.uid);
  makeOwnFolder(socketFolder, account);
  return { account, home, data: join(home, `pg${major}`), socketFolder, log: join(home, `pg${major}.log`) };
}

/** Throws where no start has made the data yet, and makes nothing itself. */
export function requireData(dataDir: string, major: number): void {
  const folder = existsSync(dataDir) ? realpathSync(dataDir) : dataDir;
  if (existsSync(join(rememberedHome(folder) ?? folder, `pg${major}`))) return;
  throw new EmbeddedTrouble(
    `There is no database in ${dataDir}. Set DATA_DIR (or DATABASE_URL) as the site has it, or start the product once: npm start`,
  );
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    const { uid, mode } = statSync(dataDir);
    // Root's folder lets others pass through to what is theirs inside; they cannot list it.
    if (process.getuid?.() === 0 && uid === 0 && !(mode & 0o001)) chmodSync(dataDir, (mode & 0o777) | 0o011);
  } catch (error) {
    throw new EmbeddedTrouble(
      `DATA_DIR cannot be made in ${dataDir} (${(error as Error).message}). Set it to a folder that this user may write.`,
    );
  }
}

/** Whether the account may pass through a folder and every one above it, by their modes. */
export function canEnter(folder: string, { uid, gid }: Pick<Account, "uid" | "gid">): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  const above = dirname(folder);
  return (mode & bit) !== 0 && (above === folder || canEnter(above, { uid, gid }));
}

/** A folder under /var/lib/plenary, named in DATA_DIR: without DATA_DIR the next start begins afresh. */
function moveElsewhere(folder: string): string {
  writeOnce(join(folder, "embedded.json"), () =>
    JSON.stringify({ home: join(elsewhere, randomBytes(8).toString("hex")) }),
  );
  const home = rememberedHome(folder);
  if (!home) throw new EmbeddedTrouble(`${join(folder, "embedded.json")} names no folder. Delete it and start again.`);
  for (const path of [elsewhere, home]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
  }
  if (!existsSync(join(home, "belongs-to"))) writeFileSync(join(home, "belongs-to"), folder);
  return home;
}

function rememberedHome(folder: string): string | null {
  const file = join(folder, "embedded.json");
  if (!existsSync(file)) return null;
  const { home } = JSON.parse(readFileSync(file, "utf8")) as { home: string };
  if (existsSync(join(home, "belongs-to"))) checkBelongs(home, folder);
  return home;
}

/** A copied DATA_DIR names the same home as its original: two sites would write into one database. */
function checkBelongs(home: string, folder: string): void {
  const owner = readFileSync(join(home, "belongs-to"), "utf8");
  if (owner === folder) return;
  const original = join(owner, "embedded.json");
  if (existsSync(original) && readFileSync(original, "utf8").includes(home)) {
    throw new EmbeddedTrouble(
      `${folder} is a copy of ${owner}, whose database is in ${home}. Delete ${join(folder, "embedded.json")} to start this copy with an empty database.`,
    );
  }
  writeFileSync(join(home, "belongs-to"), folder);
}

/** The path of a socket has at most 107 bytes, and a comma would make the setting a list. */
function chooseSocketFolder(home: string, uid: number): string {
  const inside = join(home, "run");
  if (Buffer.byteLength(join(inside, ".s.PGSQL.5432")) <= 106 && !inside.includes(",")) return inside;
  return `/tmp/plenary-${uid}-${createHash("sha256").update(home).digest("hex").slice(0, 8)}`;
}

function makeOwnFolder(path: string, { uid, gid }: Account): void {
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 });
    if (process.getuid?.() === 0) chownSync(path, uid, gid);
  }
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== uid) {
    throw new EmbeddedTrouble(`${path} should be a folder of user ${uid}, and is not. Remove it and start again.`);
  }
  chmodSync(path, 0o700);
}
