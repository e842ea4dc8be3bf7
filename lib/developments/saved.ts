import type { DevelopmentContent } from "@/db/content";
import type { Context } from "@/lib/context";
import { listOthersSince } from "./desk";
import type { Saved } from "./save";

/** What the form learns of a save: where the record stands now, and who else had saved since its base. */
export type SavedView = {
  id: number;
  revision: { id: number; number: number; content: DevelopmentContent };
  by: string[];
};

export async function saved(ctx: Context, { developmentId, revision }: Saved, base: number | null): Promise<SavedView> {
  const { id, number, content } = revision;
  return {
    id: developmentId,
    revision: { id, number, content },
    by: base === null ? [] : await listOthersSince(ctx, developmentId, base),
  };
}
