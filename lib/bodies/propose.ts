import { asc, like, sql } from "drizzle-orm";
import { z } from "zod";
import { bodies } from "@/db/schema";
import { type BodyKind, bodyKinds } from "@/db/vocabulary";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { firstFree, slugify } from "@/lib/slug";
import { hasWords, line } from "@/lib/text";

export type BodyOption = { slug: string; name: string; acronym: string | null; aliases: string[]; kind: BodyKind };

/** Every body an editor may choose, proposed ones included. */
export async function listBodyOptions({ db, caller }: Context): Promise<BodyOption[]> {
  requireCan(caller, "desk.open");
  return db
    .select({
      slug: bodies.slug,
      name: bodies.name,
      acronym: bodies.acronym,
      aliases: sql<string[]>`array_remove(array_append(${bodies.aliases}, ${bodies.shortName}), null)`,
      kind: bodies.kind,
    })
    .from(bodies)
    .orderBy(asc(bodies.name));
}

export const proposedBodyShape = z.strictObject({
  name: line("The name of the body", 200).refine((name) => name.length > 1 && hasWords(name), {
    error: "Write the name of the body.",
  }),
  acronym: line("The acronym", 30).nullable(),
  kind: z.enum(bodyKinds, { error: "Choose the kind of body." }),
});

/** Adds a body that readers see once a development that names it is approved. Throws Invalid where it is there. */
export async function proposeBody(ctx: Context, input: z.infer<typeof proposedBodyShape>): Promise<BodyOption> {
  const { db, caller, now } = ctx;
  requireCan(caller, "body.propose");
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary bodies'))`);
    const [same] = await tx
      .select({ name: bodies.name })
      .from(bodies)
      .where(sql`lower(normalize(${bodies.name}, NFKC)) = lower(normalize(${input.name}, NFKC))`);
    if (same) throw new Invalid({ name: `There is a body “${same.name}” already. Choose it from the list.` });
    const base = slugify(input.acronym || input.name);
    const taken = await tx
      .select({ slug: bodies.slug })
      .from(bodies)
      .where(like(bodies.slug, `${base}%`));
    const slug = firstFree(base, new Set(taken.map((row) => row.slug)));
    const row = { slug, name: input.name, acronym: input.acronym || null, kind: input.kind };
    await tx.insert(bodies).values({ ...row, proposedBy: caller.id, createdAt: now });
    await recordAudit(tx, { at: now, personId: caller.id, action: "body.proposed", subject: `body:${slug}` });
    return { ...row, aliases: [] };
  });
}
