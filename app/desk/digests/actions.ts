"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import {
  allowSending,
  holdIssue,
  introduceIssue,
  releaseIssue,
  setSendHour,
  settleQuestions,
} from "@/lib/digests/manage";
import { sendTest } from "@/lib/digests/preview";
import { env } from "@/lib/env";
import { deskAction } from "@/lib/http/action";
import { paragraphs } from "@/lib/text";
import { isWeek, type Week } from "@/lib/weeks";

const week = z.custom<Week>((value) => typeof value === "string" && isWeek(value), {
  error: "A week is written like 2026-W48.",
});
const onlyWeek = z.strictObject({ week });

export const introduce = deskAction(
  z.strictObject({
    week,
    introduction: paragraphs("The introduction", 1_500),
    pinnedSlug: z.string().max(200),
    seenIntroduction: paragraphs("The introduction", 1_500),
    seenPinnedSlug: z.string().max(200),
  }),
  async (ctx, { week, introduction, pinnedSlug, seenIntroduction, seenPinnedSlug }) => {
    const pinned = pinnedSlug.replace(/^.*\/developments\//, "").trim();
    // The form then knows what stands, also where it is not saved.
    refresh();
    await introduceIssue(ctx, week, {
      introduction: introduction.trim(),
      pinnedSlug: pinned || null,
      timeZone: env().timeZone,
      seen: { introduction: seenIntroduction, pinnedSlug: seenPinnedSlug || null },
    });
    return { done: true, message: "Saved. It stands in the letter when the week closes." };
  },
);

export const hold = deskAction(onlyWeek, async (ctx, { week }) => {
  await holdIssue(ctx, week);
  refresh();
  return { done: true };
});

export const release = deskAction(onlyWeek, async (ctx, { week }) => {
  await releaseIssue(ctx, week);
  refresh();
  return { done: true };
});

export const settle = deskAction(
  z.strictObject({
    week,
    state: z.enum(["uncertain", "failed"]),
    decision: z.enum(["send-again", "delivered"]),
    id: z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .optional(),
  }),
  async (ctx, { week, state, decision, id }) => {
    const n = await settleQuestions(ctx, week, { state, id: id ? Number(id) : null }, decision);
    refresh();
    return {
      done: true,
      message: `${n} ${decision === "delivered" ? "counted as delivered" : "put in the queue again"}.`,
    };
  },
);

export const test = deskAction(onlyWeek, async (ctx, { week }) => {
  await sendTest(ctx, week, env());
  return { done: true, message: `A test goes to ${ctx.caller.email}.` };
});

export const chooseHour = deskAction(
  z.strictObject({ hour: z.string().regex(/^\d{1,2}$/, { error: "An hour from 0 to 23." }) }),
  async (ctx, { hour }) => {
    await setSendHour(ctx, Number(hour));
    refresh();
    return { done: true, message: `Letters go out at ${hour}:00 on Mondays, from the next issue on.` };
  },
);

export const allow = deskAction(z.strictObject({}), async (ctx) => {
  await allowSending(ctx, env().baseUrl);
  refresh();
  return { done: true, message: "Sending is allowed here. Release held issues one by one." };
});
