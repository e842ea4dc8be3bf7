"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { deskAction } from "@/lib/http/action";
import { commentOnScores, giveScore } from "@/lib/scores/give";
import { getForScoring, listToScore } from "@/lib/scores/queries";
import { scoreSchema } from "@/lib/scores/schema";
import { line } from "@/lib/text";

const impact = {
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  area: z.string().max(160),
};
const version = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** The score that stood in the form. */
const over = z
  .string()
  .regex(/^(|[1-9]\d{0,14})$/)
  .transform((text) => (text === "" ? null : Number(text)));

/** The one area somebody is scoring, all developments in turn. */
const only = z.string().max(160).optional();

export const score = deskAction(
  z.strictObject({ ...impact, version, over, only, ...scoreSchema.shape }),
  async (ctx, fields) => {
    const { id, area, version, over, only, ...given } = fields;
    try {
      await giveScore(ctx, { developmentId: id, areaSlug: area, areaVersion: version, over }, given);
    } catch (error) {
      // What is refused may have changed since, the scale for one. Of what was retracted there is no page to see it on.
      const stands = await getForScoring(ctx, id).then(
        () => true,
        () => false,
      );
      if (stands) refresh();
      throw error;
    }
    const done = `done=${id}.${area}`;
    if (!only) {
      const { impacts } = await getForScoring(ctx, id);
      if (impacts.some(({ own }) => own === null)) return { goTo: `/desk/scores/${id}?${done}#score` };
    }
    const [next] = await listToScore(ctx, { area: only, limit: 1 });
    const words = only ? `${new URLSearchParams({ area: only, only })}&${done}` : done;
    return { goTo: next ? `/desk/scores/${next.id}?${words}#score` : `/desk/scores?${words}` };
  },
);

const comment = z.strictObject({
  ...impact,
  text: line("What you say", 600).refine((text) => text !== "", { error: "Write something first." }),
});

export const discuss = deskAction(comment, async (ctx, { id, area, text }) => {
  await commentOnScores(ctx, { developmentId: id, areaSlug: area }, text);
  // The same page, perhaps at another place in it.
  refresh();
  return { goTo: `/desk/scores/${id}?area=${area}#score` };
});
