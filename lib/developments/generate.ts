import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { type DevelopmentContent, emptyContent } from "@/db/content";
import * as schema from "@/db/schema";
import { readStarterFile, type StarterDevelopment } from "@/db/starter/files";
import { type DatePrecision, governanceForms } from "@/db/vocabulary";
import { addDays } from "@/lib/days";
import { revisionHash } from "@/lib/revisions/chain";
import { rebuildPublications } from "./rebuild";
import { settleDates } from "./rules";
import { contentSchema } from "./schema";

/**
 * Made-up developments for measuring and for tests, never loaded by a start of the product. Every title says so, and
 * texts are single words of the starter data in random order: no sentence can be taken for a statement.
 */

const batchSize = 500;

export type Random = () => number;

/** What they are like: when they lie, how many bodies decide, and what their summaries are made of. */
export type Shape = {
  firstDay: string;
  days: number;
  bodies: number;
  summary: (random: Random, words: string[]) => string;
};

const twelveYears: Shape = {
  firstDay: "2015-01-01",
  days: 4346,
  bodies: Number.POSITIVE_INFINITY,
  summary: (random, words) => someWords(random, words, 40),
};

export const someWords = (random: Random, words: string[], length: number) =>
  Array.from({ length }, () => pick(random, words)).join(" ");

/** Adds `count` published developments to a database that holds the starter data; the same seed adds the same ones. */
export async function generateDevelopments(
  db: Database,
  { count, seed = 1, now, shape = twelveYears }: { count: number; seed?: number; now: Date; shape?: Shape },
): Promise<void> {
  const random = mulberry32(seed);
  const starter = (await readStarterFile("developments")).filter((one) => one.editorialState === "published");
  const bodies = (await readStarterFile("bodies")).map((body) => body.slug).slice(0, shape.bodies);
  const words = starter.flatMap((one) => `${one.title} ${one.summary}`.match(/[\p{L}\p{N}]+/gu) ?? []);
  const authorId = await makeAuthor(db, now);
  for (let made = 0; made < count; made += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, count - made) }, (_, index) =>
      generate(random, { number: made + index + 1, seed, starter, bodies, words, now, shape }),
    );
    await db.transaction((tx) => store(tx, { batch, authorId, seed }));
    // Triggers keep the plans they made for small tables until statistics say otherwise.
    const batches = made / batchSize + 1;
    if (Number.isInteger(Math.log2(batches))) await db.execute(sql`analyze`);
  }
  await rebuildPublications(db);
  await db.execute(sql`analyze`);
}

type Generated = {
  number: number;
  versions: { content: DevelopmentContent; at: Date }[];
  directions: Map<string, number>;
};

type Material = {
  number: number;
  seed: number;
  starter: StarterDevelopment[];
  bodies: string[];
  words: string[];
  now: Date;
  shape: Shape;
};

/** One in twenty was changed once since, one in two hundred is retracted. */
function generate(random: Random, { number, seed, starter, bodies, words, now, shape }: Material): Generated {
  const like = () => pick(random, starter);
  const some = (length: number) => someWords(random, words, length);
  const impacts = new Map(
    Array.from({ length: like().impacts.length }, () => pick(random, like().impacts)).flatMap((impact) =>
      impact ? [[impact.area, impact.direction]] : [],
    ),
  );
  const likely = (random() < 0.7 && like().bodySlug) || "";
  const decidedOn = addDays(shape.firstDay, Math.floor((1 - random() ** 2) * shape.days));
  const content = contentSchema.parse(
    settleDates({
      ...emptyContent,
      decidedOn,
      takesEffectOn: random() < 0.2 ? addDays(decidedOn, Math.floor(random() * 500)) : null,
      datePrecision: pick<DatePrecision>(random, ["day", "day", "day", "day", "day", "day", "day", "month", "year"]),
      period: "after",
      title: `Generated development ${number}: ${some(8)}`,
      bodySlug: bodies.includes(likely) ? likely : pick(random, bodies),
      status: like().status,
      type: like().type,
      summary: `Generated for measuring. ${shape.summary(random, words)}.`,
      affectedBodySlugs: random() < 0.15 ? [pick(random, bodies)] : [],
      actors: like().actors,
      areaSlugs: [...impacts.keys()],
      linkToWithdrawal: like().linkToWithdrawal,
      form: random() < 0.1 ? pick(random, governanceForms) : null,
      carriesForward:
        number > 20 && random() < 0.1 ? [`generated-${seed}-${number - 1 - Math.floor(random() * 20)}`] : [],
      sources: [
        { url: `https://example.org/generated/${number}`, title: some(6), publisher: "Generated", kind: "primary" },
      ],
    }),
  );
  const at = new Date(now.getTime() - Math.floor(random() * 700 * 86_400_000));
  const versions = [{ content, at }];
  if (random() < 0.05) versions.push({ content: { ...content, summary: `${content.summary} ${some(8)}.` }, at: now });
  else if (random() < 0.005) versions.push({ content: { ...content, retractedBecause: "Generated." }, at: now });
  const scored = [...impacts].filter((impact): impact is [string, number] => impact[1] !== null);
  return { number, versions, directions: new Map(scored) };
}

async function store(
  tx: Transaction,
  { batch, authorId, seed }: { batch: Generated[]; authorId: string; seed: number },
): Promise<void> {
  const rows = await tx
    .insert(schema.developments)
    .values(
      batch.map(({ number, versions }) => ({
        slug: `generated-${seed}-${number}`,
        state: versions.at(-1)?.content.retractedBecause ? ("retracted" as const) : ("published" as const),
        createdBy: authorId,
        createdAt: versions[0]?.at,
      })),
    )
    .returning({ id: schema.developments.id, slug: schema.developments.slug });
  const idOf = new Map(rows.map((row) => [row.slug, row.id]));
  const chained = batch.flatMap(({ number, versions }) =>
    chain(idOf.get(`generated-${seed}-${number}`) ?? 0, authorId, versions),
  );
  const revisions = await storeRevisions(tx, chained);
  await tx.insert(schema.reviews).values(
    revisions.map(({ id, developmentId, recordedAt }) => ({
      developmentId,
      revisionId: id,
      submittedBy: authorId,
      submittedAt: recordedAt,
      outcome: "approved" as const,
      decidedAt: recordedAt,
    })),
  );
  const scores = batch.flatMap(({ number, directions, versions }) =>
    [...directions].map(([areaSlug, direction]) => ({
      developmentId: idOf.get(`generated-${seed}-${number}`) ?? 0,
      areaSlug,
      areaVersion: 1,
      scorerId: authorId,
      direction,
      reason: "Generated.",
      scoredAt: versions[0]?.at ?? new Date(0),
      backfill: true,
    })),
  );
  if (scores.length > 0) await tx.insert(schema.scores).values(scores);
}

type Chained = Omit<typeof schema.revisions.$inferInsert, "id" | "baseRevisionId">;

function chain(developmentId: number, authorId: string, versions: Generated["versions"]): Chained[] {
  const chained: Chained[] = [];
  for (const [index, { content, at }] of versions.entries()) {
    const revision = {
      developmentId,
      number: index + 1,
      baseNumber: index || null,
      authorId,
      recordedAt: at,
      backfill: true,
      content,
      previousHash: chained.at(-1)?.hash ?? null,
    };
    const { baseNumber: _, ...row } = revision;
    chained.push({ ...row, hash: revisionHash(revision) });
  }
  return chained;
}

/** First versions first: each later one names its predecessor by id. */
async function storeRevisions(tx: Transaction, chained: Chained[]) {
  const { revisions, developments } = schema;
  const stored: (typeof revisions.$inferSelect)[] = [];
  for (const number of [1, 2]) {
    const rows = chained.filter((row) => row.number === number);
    if (rows.length === 0) continue;
    const before = new Map(stored.map((row) => [row.developmentId, row.id]));
    const values = rows.map((row) => ({ ...row, baseRevisionId: before.get(row.developmentId) ?? null }));
    stored.push(...(await tx.insert(revisions).values(values).returning()));
  }
  const heads = new Map(stored.map((row) => [row.developmentId, row.id]));
  await tx.execute(sql`
    update ${developments} set head_revision_id = head.revision, approved_revision_id = head.revision
    from jsonb_to_recordset(${JSON.stringify([...heads].map(([id, revision]) => ({ id, revision })))}::text::jsonb)
      as head (id bigint, revision bigint)
    where ${developments.id} = head.id`);
  return stored;
}

async function makeAuthor(db: Database, now: Date): Promise<string> {
  const [author] = await db
    .insert(schema.people)
    .values({ name: "Generated for measuring", role: "contributor", active: false, createdAt: now })
    .returning();
  if (!author) throw new Error("The author of generated developments was not stored.");
  return author.id;
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("There is nothing to choose from.");
  return value;
}

/** Numbers from 0 to 1 that a seed determines (Mulberry32, public domain). */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
