import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { cleanEnv } from "./clean-env";
import { EmbeddedTrouble, explain } from "./trouble";

/** Makes the data folder where there is none, and refuses one that this release cannot serve. */
export function ensureCluster(data: string, account: Account, binaries: Binaries, say: (line: string) => void): void {
  if (!existsSync(data)) {
    say(`Making a database in ${data}.`);
    makeCluster(data, account, binaries);
    return;
  }
  const version = readVersion(data);
  if (version === null) {
    throw new EmbeddedTrouble(
      `${data} is not a database: it holds no PG_VERSION. Nothing was changed. Move it away, or set DATA_DIR to another folder.`,
    );
  }
  if (version !== binaries.major) {
    throw new EmbeddedTrouble(
      `The data in ${data} was made by PostgreSQL ${version}; this release carries ${binaries.major}. Nothing was changed. Start the release that made it, or set DATA_DIR to another folder.`,
    );
  }
}

function readVersion(data: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(data, "PG_VERSION"), "utf8"), 10) || null;
  } catch {
    return null;
  }
}

/** Made under another name and renamed: a killed initdb leaves a folder that looks like a whole one. */
function makeCluster(data: string, account: Account, binaries: Binaries): void {
  clearUnfinished(data);
  const fresh = `${data}.new-${randomBytes(4).toString("hex")}`;
  const root = process.getuid?.() === 0;
  mkdirSync(fresh, { mode: 0o700 });
  if (root) chownSync(fresh, account.uid, account.gid);
  const made = spawnSync(
    join(binaries.native, "bin", "initdb"),
    [
      ...["-D", fresh, "-U", "plenary", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
      // With LC_CTYPE=C pg_trgm would drop every letter beyond ASCII.
      ...["--locale=C", `--lc-ctype=${process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8"}`],
      ...["--auth-local=peer", "--auth-host=reject", "--no-instructions"],
    ],
    { cwd: "/", env: cleanEnv, encoding: "utf8", ...(root ? { uid: account.uid, gid: account.gid } : {}) },
  );
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw explain(
      "PostgreSQL could not make its database",
      `${made.stdout ?? ""}${made.stderr ?? ""}${made.error?.message ?? ""}`,
      data,
    );
  }
  // The socket's folder lets in its owner and root only; both may be the database's owner.
  writeFileSync(join(fresh, "pg_hba.conf"), "local all plenary peer map=own\n");
  const users = new Set([account.name, userInfo().username, "root"]);
  writeFileSync(join(fresh, "pg_ident.conf"), [...users].map((user) => `own "${user}" plenary\n`).join(""));
  renameSync(fresh, data);
}

/** What a killed start left half made. The mutex is held, so nobody is making it now. */
function clearUnfinished(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    if (name.startsWith(`${basename(data)}.new-`)) rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}
