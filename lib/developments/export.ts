import { eq, inArray } from "drizzle-orm";
import type { DevelopmentContent } from "@/db/content";
import { publications as p, revisions } from "@/db/schema";
import { anew } from "@/lib/begun";
import type { Context } from "@/lib/context";
import type { Filters } from "./filters";
import { longestPage, readPage } from "./timeline";
import type { DevelopmentRow } from "./views";

/** A list as whole as it is: every field that readers see of each development. */

export type ExportRow = Omit<DevelopmentRow, "found"> &
  Pick<
    DevelopmentContent,
    "summary" | "actors" | "affectedBodySlugs" | "carriesForward" | "sources" | "form" | "scope"
  > &
  Pick<DevelopmentContent, "verificationNote">;

/**
 * All pages of a list, each read when it is asked for, so that a slow reader holds nothing but the page it has. What is
 * published meanwhile may be in it or not, unless the filters name a past day.
 */
export async function* exportPages(
  ctx: Pick<Context, "db" | "caller">,
  filters: Filters,
  pageLength = longestPage,
): AsyncGenerator<ExportRow[]> {
  let cursor: string | null = null;
  do {
    const { data, next, publicationIds, contents } = await readWhole(ctx, filters, { limit: pageLength, cursor });
    yield data.flatMap(({ found, ...row }, index) => {
      const content = contents.get(publicationIds[index] ?? 0);
      if (!content) return [];
      const { summary, actors, affectedBodySlugs, carriesForward, sources, form, scope, verificationNote } = content;
      return [{ ...row, summary, actors, affectedBodySlugs, carriesForward, sources, form, scope, verificationNote }];
    });
    cursor = next;
  } while (cursor !== null);
}

const mostTries = 4;

/** A page with its contents, found anew where one of its developments changed between the two. */
async function readWhole(
  ctx: Pick<Context, "db" | "caller">,
  filters: Filters,
  page: { limit: number; cursor: string | null },
) {
  for (let tries = 1; ; tries++) {
    const found = await anew(() => readPage(ctx, filters, page, { hold: false }));
    const contents = await readContents(ctx, found.publicationIds);
    if (contents.size === found.publicationIds.length || tries === mostTries) return { ...found, contents };
  }
}

async function readContents({ db }: Pick<Context, "db">, ids: number[]): Promise<Map<number, DevelopmentContent>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: p.id, content: revisions.content })
    .from(p)
    .innerJoin(revisions, eq(revisions.id, p.revisionId))
    .where(inArray(p.id, ids));
  return new Map(rows.map(({ id, content }) => [id, content]));
}
