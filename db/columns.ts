import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, customType, text, timestamp } from "drizzle-orm/pg-core";
import { type DevelopmentContent, emptyContent } from "./content";

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Names that refer to each other by word, not by number: slugs never change once given. */
export const slug = (name = "slug") => text(name);

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Whose beginnings an index finds. */
export const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** One version of a development, read with all fields of today: what was stored before a field existed lacks its key. */
export const versionContent = customType<{ data: DevelopmentContent; driverData: unknown }>({
  dataType: () => "jsonb",
  toDriver: (content) => JSON.stringify(content),
  fromDriver: (stored) => ({ ...emptyContent, ...(stored as DevelopmentContent) }),
});

/** A check that a text column holds one of a closed list (null passes, as SQL has it). */
export function oneOf(name: string, column: AnyPgColumn, words: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(", "))})`);
}
