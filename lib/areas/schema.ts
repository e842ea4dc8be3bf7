import { z } from "zod";
import { sayMedian } from "@/lib/labels";
import { hasWords, line } from "@/lib/text";
import type { scaleSteps, WordingField } from "./wording";

/** What an admin writes of an area. Browser-safe. */

export const longest = { name: 60, definition: 400, step: 300, reason: 300 };

const step = (at: (typeof scaleSteps)[number]) =>
  line("A step of the scale", longest.step).refine(hasWords, {
    error: `Write what “${sayMedian(Number(at))}” means in this area.`,
  });

const wordingShape: Record<WordingField, ReturnType<typeof line>> = {
  // A semicolon stands between areas where several are written in one cell.
  name: line("The name", longest.name).refine((name) => hasWords(name) && !name.includes(";"), {
    error: "Write the name of the area, without a semicolon.",
  }),
  definition: line("The definition", longest.definition).refine(hasWords, {
    error: "Write what belongs in this area.",
  }),
  "step-2": step("-2"),
  "step-1": step("-1"),
  step0: step("0"),
  step1: step("1"),
  step2: step("2"),
};

export const areaShape = z.strictObject({
  slug: z.string().max(160),
  base: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: "Open the page again: it does not say which wording it began from." })
    .transform(Number),
  ...wordingShape,
  reason: line("The reason", longest.reason),
});
