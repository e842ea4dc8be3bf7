"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { sourceCheckOutcomes } from "@/db/vocabulary";
import { deskAction } from "@/lib/http/action";
import { checkSource } from "@/lib/sources/checks";

const fields = z.strictObject({ url: z.string().max(2_000), outcome: z.enum(sourceCheckOutcomes) });

export const check = deskAction(fields, async (ctx, { url, outcome }) => {
  await checkSource(ctx, url, outcome);
  if (outcome === "something-new") return { goTo: `/desk/developments/new?${new URLSearchParams({ link: url })}` };
  refresh();
  return { done: true };
});
