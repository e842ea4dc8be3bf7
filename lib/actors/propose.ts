import { asc, like, sql } from "drizzle-orm";
import { z } from "zod";
import { actors } from "@/db/schema";
import { type ActorKind, actorKinds } from "@/db/vocabulary";
import { recordAudit } from "@/lib/audit/record";
import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { Invalid } from "@/lib/errors";
import { firstFree, slugify } from "@/lib/slug";
import { hasWords, line } from "@/lib/text";

export type ActorOption = { slug: string; name: string; iso2: string | null; aliases: string[]; kind: ActorKind };

/** Every actor an editor may choose, proposed ones included. */
export async function listActorOptions({ db, caller }: Context): Promise<ActorOption[]> {
  requireCan(caller, "desk.open");
  return db
    .select({ slug: actors.slug, name: actors.name, iso2: actors.iso2, aliases: actors.aliases, kind: actors.kind })
    .from(actors)
    .orderBy(asc(actors.name));
}

export const proposedActorShape = z.strictObject({
  name: line("The name of the actor", 200).refine((name) => name.length > 1 && hasWords(name), {
    error: "Write the name of the actor.",
  }),
  kind: z.enum(actorKinds, { error: "Choose the kind of actor." }),
});

/** Adds an actor that readers see once a development that names it is approved. Throws Invalid where it is there. */
export async function proposeActor(ctx: Context, input: z.infer<typeof proposedActorShape>): Promise<ActorOption> {
  const { db, caller, now } = ctx;
  requireCan(caller, "actor.propose");
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary actors'))`);
    const [same] = await tx
      .select({ name: actors.name })
      .from(actors)
      .where(sql`lower(normalize(${actors.name}, NFKC)) = lower(normalize(${input.name}, NFKC))`);
    if (same) throw new Invalid({ name: `There is an actor “${same.name}” already. Choose it from the list.` });
    const base = slugify(input.name);
    const taken = await tx
      .select({ slug: actors.slug })
      .from(actors)
      .where(like(actors.slug, `${base}%`));
    const slug = firstFree(base, new Set(taken.map((row) => row.slug)));
    await tx.insert(actors).values({ slug, ...input, proposedBy: caller.id, createdAt: now });
    await recordAudit(tx, { at: now, personId: caller.id, action: "actor.proposed", subject: `actor:${slug}` });
    return { slug, ...input, iso2: null, aliases: [] };
  });
}
