"use server";

import { z } from "zod";
import { restoreRevision, retractDevelopment } from "@/lib/developments/propose";
import { setAside } from "@/lib/developments/set-aside";
import { deskAction } from "@/lib/http/action";
import { hasWords, markdown } from "@/lib/text";

const number = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

export const restore = deskAction(
  z.strictObject({ id: number, revisionId: number }),
  async (ctx, { id, revisionId }) => {
    await restoreRevision(ctx, id, revisionId);
    return { goTo: `/desk/developments/${id}` };
  },
);

export const putAside = deskAction(z.strictObject({ id: number }), async (ctx, { id }) => {
  await setAside(ctx, id);
  return { goTo: "/desk" };
});

/** The address or the last part of it, as somebody copies it. */
const duplicateOf = z
  .string()
  .trim()
  .max(600)
  .transform(
    (text) =>
      text
        .replace(/[?#].*$/, "")
        .replace(/\/+$/, "")
        .split("/")
        .at(-1) ?? "",
  )
  .refine((slug) => slug === "" || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), {
    error: "Give the address of the published development, such as /developments/a-title.",
  });

const retraction = z.strictObject({
  id: number,
  mergedInto: duplicateOf.default(""),
  reason: markdown("The reason", 2000).refine(hasWords, {
    error: "Say why. Readers will see the reason.",
  }),
});

export const retract = deskAction(retraction, async (ctx, { id, reason, mergedInto }) => {
  await retractDevelopment(ctx, id, reason.trim(), mergedInto || null);
  return { goTo: `/desk?sent=${id}` };
});
