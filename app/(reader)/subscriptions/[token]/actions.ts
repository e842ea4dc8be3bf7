"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { type FormAction, formProblem, textFields } from "@/lib/http/action";
import { publicContext } from "@/lib/http/context";
import { parseShape } from "@/lib/http/route";
import type { Done } from "@/lib/subscriptions/done";
import { readLink } from "@/lib/subscriptions/links";
import {
  addView,
  comeBack,
  endSubscription,
  erase,
  leave,
  pause,
  pauseWeeks,
  resume,
  setQuietWeeks,
} from "@/lib/subscriptions/preferences";

type World = ReturnType<typeof publicContext>;

const token = z.string().max(100);

/** A change by whoever holds the link of a letter; the page then says what was done, wherever its button stood. */
function change<Fields extends { token: string }>(
  shape: z.ZodType<Fields>,
  made: (ctx: World, subscriber: number, fields: Fields) => Promise<Done>,
): FormAction {
  return async (_, form) => {
    const values = textFields(form);
    let done: Done;
    try {
      const ctx = publicContext();
      const fields = parseShape(shape, values);
      done = await made(ctx, await readLink(ctx.db, fields.token, "preferences"), fields);
    } catch (error) {
      return formProblem(error);
    }
    redirect(`/subscriptions/${values.token}?done=${done}`);
  };
}

const onlyToken = z.strictObject({ token });

export const stop = change(onlyToken, async (ctx, subscriber) => {
  await leave(ctx, subscriber);
  return "left";
});

export const returnAgain = change(onlyToken, async (ctx, subscriber) => {
  await comeBack(ctx, subscriber);
  return "back";
});

export const pauseFor = change(
  z.strictObject({ token, weeks: z.enum(pauseWeeks.map(String) as [string, ...string[]]) }),
  async (ctx, subscriber, { weeks }) => {
    await pause(ctx, subscriber, Number(weeks));
    return "paused";
  },
);

export const goOn = change(onlyToken, async (ctx, subscriber) => {
  await resume(ctx, subscriber);
  return "resumed";
});

export const chooseQuiet = change(
  z.strictObject({ token, quiet: z.enum(["on", "off"]) }),
  async (ctx, subscriber, { quiet }) => {
    await setQuietWeeks(ctx, subscriber, quiet === "on");
    return quiet === "on" ? "each-week" : "fewer";
  },
);

export const takeView = change(
  z.strictObject({ token, filter: z.string().max(2_000) }),
  async (ctx, subscriber, { filter }) => {
    await addView(ctx, subscriber, filter);
    return "added";
  },
);

export const dropView = change(
  z.strictObject({ token, id: z.string().regex(/^\d{1,15}$/) }),
  async (ctx, subscriber, { id }) => {
    await endSubscription(ctx, subscriber, Number(id));
    return "taken-away";
  },
);

export const eraseMe = change(onlyToken, async (ctx, subscriber) => {
  await erase(ctx, subscriber);
  return "erased";
});
