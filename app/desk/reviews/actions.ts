"use server";

import { z } from "zod";
import { changeKinds } from "@/db/vocabulary";
import { deskAction } from "@/lib/http/action";
import { approveReview, requestChanges, withdrawReview } from "@/lib/reviews/decide";
import { line, paragraphs } from "@/lib/text";

const id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

const decision = z.strictObject({
  id,
  verdict: z.enum(["approve", "return"], { error: "Choose approve or send back." }),
  reason: paragraphs("The reason", 2000).optional(),
  change: z.enum(changeKinds, { error: "Choose what the change is." }).optional(),
  changeReason: line("What was wrong", 500).optional(),
});

export const decide = deskAction(decision, async (ctx, input) => {
  const { id, verdict, reason = "", change, changeReason = "" } = input;
  if (verdict === "return") {
    await requestChanges(ctx, id, reason);
    return { goTo: "/desk/reviews?done=returned" };
  }
  const { slug, retracted } = await approveReview(ctx, id, change ? { kind: change, reason: changeReason } : null);
  const done = retracted ? "retracted" : "approved";
  return { goTo: `/desk/reviews?${new URLSearchParams({ done, slug: slug ?? "" })}` };
});

export const withdraw = deskAction(z.strictObject({ id }), async (ctx, { id }) => {
  await withdrawReview(ctx, id);
  return { goTo: "/desk/reviews?done=withdrawn" };
});
