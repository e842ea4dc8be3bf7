/** The embedded PostgreSQL cannot run: the message says why and what to do, for whoever started it. */
export class EmbeddedTrouble extends Error {}

export const orUseAServer = "Or set DATABASE_URL to a PostgreSQL server of your own (15 or newer).";

const causes: [words: RegExp, meaning: string][] = [
  [/No space left on device/, "the disk is full. Make room and start again."],
  [/Read-only file system/, "its folder is on a read-only file system. Set DATA_DIR to a folder that can be written."],
  [
    /Permission denied/,
    "it may not read or write its own folder. Check who owns the folder, or set DATA_DIR to another.",
  ],
  [/could not look up effective user ID/, `this user has no name in /etc/passwd. ${orUseAServer}`],
  [/is not compatible with this version|incompatible with server/, "its data was made by another major version."],
  [/error while loading shared libraries|GLIBC_/, `its libraries do not load on this system. ${orUseAServer}`],
  [/could not create shared memory|could not map anonymous shared memory/, "there is not enough memory for it."],
];

/** Why PostgreSQL gave up, from what it printed (in English: it runs with LC_ALL=C). */
export function explain(what: string, printed: string, folder: string): EmbeddedTrouble {
  const cause = causes.find(([words]) => words.test(printed));
  const tail = printed.trim().split("\n").slice(-20).join("\n");
  return new EmbeddedTrouble(
    cause ? `${what} in ${folder}: ${cause[1]}\n${tail}` : `${what} in ${folder}. It printed:\n${tail || "(nothing)"}`,
  );
}

/** Words of a server that found another one, or what is left of it, on the same data. */
export const isTaken = (printed: string) =>
  /lock file ".*" already exists|lock file ".*" is empty|is still in use|another server might be running/i.test(
    printed,
  );
