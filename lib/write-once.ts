import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The text of a small private file, made by the first process that asks. Two that ask at once, or one that is
 * killed while writing, leave one whole file.
 */
export function writeOnce(file: string, make: () => string): string {
  const found = read(file);
  if (found) return found;
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${make()}\n`, { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, never replaces what another process made first.
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  const made = read(file);
  if (!made) throw new Error(`${file} is empty. Delete it and start again.`);
  return made;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
