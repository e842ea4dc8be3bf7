import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { listedMarks, publications } from "@/db/schema";
import { textArray } from "./conditions";
import { everything, isListed, unlisted } from "./marks";

/** What is to be known of a publication here. */
export const listedBy = {
  developmentId: publications.developmentId,
  position: publications.position,
  marks: publications.marks,
  knownUntil: publications.knownUntil,
  retracted: publications.retracted,
};

type Publication = Pick<typeof publications.$inferSelect, keyof typeof listedBy>;

/** What was taken away and what was written. */
export type Change = { before: Publication[]; after: Publication[] };

/**
 * Brings the lists of marks up to date. Whoever changed a publication has raised the data version and holds
 * its row until the end, so changes of lists come one after another.
 */
export async function changeLists(tx: Transaction, { before, after }: Change): Promise<void> {
  const gone = entriesOf(before);
  const come = entriesOf(after);
  const left = [...gone].filter(([key]) => !come.has(key)).map(([, entry]) => entry);
  const added = [...come].filter(([key]) => !gone.has(key)).map(([, entry]) => entry);
  await Promise.all([left.length > 0 && takeAway(tx, left), added.length > 0 && add(tx, added)]);
}

const isInLists = (publication: Publication) => publication.knownUntil === null && !publication.retracted;

type Entry = { mark: string; position: number; id: number };

function entriesOf(rows: Publication[]): Map<string, Entry> {
  const entries = rows
    .filter(isInLists)
    .flatMap(({ marks, position, developmentId: id }) =>
      [everything, ...marks].filter(isListed).map((mark) => ({ mark, position, id })),
    );
  return new Map(entries.map((entry) => [Object.values(entry).join(" "), entry]));
}

const rowsOf = (entries: Entry[]): SQL =>
  sql`jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as entry (mark text, position int, id bigint)`;

/** Writes all lists at once from the public rows, where nothing of them stands yet. */
export async function writeLists(tx: Transaction): Promise<void> {
  const p = publications;
  const entry = sql`${p}, unnest(${p.marks} || ${everything}::text) mark
    where ${p.knownUntil} is null and not ${p.retracted}`;
  await tx.execute(sql`
    insert into ${listedMarks} (mark, position, development_id)
    select mark, ${p.position}, ${p.developmentId} from ${entry} and not split_part(mark, ':', 1) = any(${textArray(unlisted)})`);
}

async function takeAway(tx: Transaction, entries: Entry[]) {
  await tx.execute(sql`
    delete from ${listedMarks} using ${rowsOf(entries)}
    where ${listedMarks.mark} = entry.mark and ${listedMarks.position} = entry.position
      and ${listedMarks.developmentId} = entry.id`);
}

async function add(tx: Transaction, entries: Entry[]) {
  await tx.execute(sql`
    insert into ${listedMarks} (mark, position, development_id)
    select entry.mark, entry.position, entry.id from ${rowsOf(entries)}`);
}
