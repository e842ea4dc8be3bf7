import { z } from "zod";
import { submitDevelopment } from "@/lib/developments/propose";
import { idOf } from "@/lib/http/id";
import { deskRoute } from "@/lib/http/route";

const shape = z.strictObject({ revisionId: z.int().positive() });

export const POST = deskRoute(shape, async (ctx, { revisionId }, { id }) => {
  const review = await submitDevelopment(ctx, idOf(id), revisionId);
  return { reviewId: review.id };
});
