import { z } from "zod";
import { line } from "@/lib/text";

/** What a scorer says of one impact. Browser-safe. */

export const directionsGiven = ["-2", "-1", "0", "1", "2", "unclear"] as const;
export type DirectionGiven = (typeof directionsGiven)[number];
export const confidences = ["1", "2", "3"] as const;

export const longestReason = 300;

export const scoreSchema = z.strictObject({
  direction: z
    .enum(directionsGiven, { error: "Choose a direction from -2 to +2, or unclear." })
    .transform((value) => (value === "unclear" ? null : Number(value))),
  confidence: z.enum(confidences, { error: "Say how sure you are: 1, 2 or 3." }).transform(Number),
  reason: line("The reason", longestReason).refine((text) => text !== "", {
    error: "Say in one sentence why. Readers see it with your name.",
  }),
});
export type Score = z.infer<typeof scoreSchema>;

export const sayConfidence: Record<(typeof confidences)[number], string> = {
  "1": "a guess",
  "2": "fairly sure",
  "3": "sure",
};
