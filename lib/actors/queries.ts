import { asc, eq } from "drizzle-orm";
import { actorGroupMembers, actors } from "@/db/schema";
import type { ActorKind } from "@/db/vocabulary";
import type { Context } from "@/lib/context";

export type ActorView = {
  slug: string;
  name: string;
  kind: ActorKind;
  iso2: string | null;
  aliases: string[];
  groups: string[];
};

/** Every listed actor by name, with the groups it belongs to. */
export async function listActors({ db }: Pick<Context, "db">): Promise<ActorView[]> {
  const [rows, members] = await Promise.all([
    db.select().from(actors).where(eq(actors.listing, "listed")).orderBy(asc(actors.name)),
    db.select().from(actorGroupMembers).orderBy(asc(actorGroupMembers.groupSlug)),
  ]);
  return rows.map(({ slug, name, kind, iso2, aliases }) => ({
    slug,
    name,
    kind,
    iso2,
    aliases,
    groups: members.filter((member) => member.actorSlug === slug).map((member) => member.groupSlug),
  }));
}
