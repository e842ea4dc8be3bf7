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

export const score = deskAction(z.strictObject({ ...impact, version, ...scoreSchema.shape }), async (ctx, fields) => {
  const { id, area, version, ...given } = fields;
  try {
    await giveScore(ctx, { developmentId: id, areaSlug: area, areaVersion: version }, given);
  } catch (error) {
    // What is refused may have changed since: the scale, or that there is anything to score.
    refresh();
    throw error;
  }
  const { impacts } = await getForScoring(ctx, id);
  if (impacts.some(({ own }) => own === null)) return { goTo: `/desk/scores/${id}?done=${area}#score` };
  const [next] = await listToScore(ctx);
  return { goTo: next ? `/desk/scores/${next.id}?done=all#score` : "/desk/scores?done=all" };
});

const comment = z.strictObject({
  ...impact,
  text: line("What you say", 600).refine((text) => text !== "", { error: "Write something first." }),
});

export const discuss = deskAction(comment, async (ctx, { id, area, text }) => {
  await commentOnScores(ctx, { developmentId: id, areaSlug: area }, text);
  return { goTo: `/desk/scores/${id}?area=${area}` };
});
