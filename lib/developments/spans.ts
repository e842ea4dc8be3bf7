import type { DevelopmentContent } from "@/db/content";
import type { DatePrecision, DevelopmentStatus, StageSpan } from "@/db/vocabulary";
import { dayNumber } from "@/lib/days";

/** The days between the stages of a decision. */

/** How the days are counted, as readers are told it. */
export const spanRules: Record<StageSpan, string> = {
  "to-adoption":
    "Days from the earliest day on which it, or what it carries forward, was proposed to the day it was adopted; both must be known to the day.",
  "to-effect":
    "Days from the day it, or what it carries forward, was adopted to the day it takes effect, also where that day lies ahead; both must be known to the day. The days of one adoption are counted once.",
};

export type Staged = Pick<DevelopmentContent, "status" | "decidedOn" | "datePrecision" | "takesEffectOn">;

const isDecided = ({ status }: Pick<Staged, "status">) =>
  status === "adopted" || status === "in-force" || status === "implemented";
const dayOf = ({ decidedOn, datePrecision }: Staged) => (datePrecision === "day" ? decidedOn : null);
const newest = (versions: Staged[], status: Staged["status"]) => versions.filter((one) => one.status === status).at(-1);

/** Days between two days; null where one is not known or they lie the wrong way round. */
function daysBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null || to < from) return null;
  return dayNumber(to) - dayNumber(from);
}

/**
 * The days a version took. `own` are the versions of its development until then, in their order, and `stages` those of
 * each development it carries forward.
 */
export function spansOf(version: Staged, own: Staged[], stages: Staged[][]): Record<StageSpan, number | null> {
  if (!isDecided(version)) return { "to-adoption": null, "to-effect": null };
  const decidedBefore = stages.filter((versions) => versions.some(isDecided));
  if (version.status !== "adopted" && decidedBefore.length > 0) {
    return { "to-adoption": null, "to-effect": daysToEffect(version, decidedBefore) };
  }
  const proposed = [own, ...stages]
    .flatMap((versions) => newest(versions, "proposed") ?? [])
    .flatMap((one) => dayOf(one) ?? [])
    .sort()[0];
  const days = stageDays(version, own);
  const adoptedOn = exactly(days.adopted);
  return {
    "to-adoption": daysBetween(proposed ?? null, adoptedOn),
    "to-effect": daysBetween(adoptedOn, exactly(days["in-force"])),
  };
}

/** Of what only brings into force what was adopted before: from the last adoption, unless that counts them itself. */
function daysToEffect(version: Staged, decidedBefore: Staged[][]): number | null {
  const adoptions = decidedBefore.flatMap((versions) => newest(versions, "adopted") ?? versions.at(-1) ?? []);
  if (decidedBefore.some((versions) => versions.at(-1)?.takesEffectOn)) return null;
  const adoptedOn = adoptions
    .flatMap((one) => dayOf(one) ?? [])
    .sort()
    .at(-1);
  return daysBetween(
    adoptedOn ?? null,
    version.takesEffectOn ?? (version.status === "in-force" ? dayOf(version) : null),
  );
}

type StageDay = { on: string; datePrecision: DatePrecision };
export type StageDays = Partial<Record<DevelopmentStatus, StageDay>>;

const decided = (one: Staged | undefined): StageDay | undefined =>
  one?.decidedOn && one.datePrecision ? { on: one.decidedOn, datePrecision: one.datePrecision } : undefined;
const effect = ({ takesEffectOn }: Staged): StageDay | undefined =>
  takesEffectOn ? { on: takesEffectOn, datePrecision: "day" } : undefined;

const exactly = (day: StageDay | undefined) => (day?.datePrecision === "day" ? day.on : null);

/**
 * On which day a version reached each stage of its way, as far as it or one of its `own` versions until then says. The day
 * it was decided is that of the adoption, unless an earlier version, or what it `carries` forward, was adopted already: then
 * it is that of the stage it has reached.
 */
export function stageDays(version: Staged, own: Staged[], carries: Pick<Staged, "status">[] = []): StageDays {
  const { status } = version;
  if (status === null) return {};
  const day = decided(version);
  const proposed = decided(newest(own, "proposed"));
  if (!isDecided(version)) return { proposed, [status]: day };
  if (status === "adopted") return { proposed, adopted: day, "in-force": effect(version) };
  const adopted = decided(newest(own, "adopted")) ?? (carries.some(isDecided) ? undefined : day);
  const notOfAdoption = (one: StageDay | undefined) =>
    one?.on === adopted?.on && one?.datePrecision === adopted?.datePrecision ? undefined : one;
  const inForce = status === "in-force" ? version : newest(own, "in-force");
  // A day of effect that an earlier version named and this one does not was taken back.
  const inForceOn = inForce === version || !inForce?.takesEffectOn ? notOfAdoption(decided(inForce)) : undefined;
  return {
    ...{ proposed, adopted, "in-force": effect(version) ?? inForceOn },
    ...(status === "implemented" && { implemented: notOfAdoption(day) }),
  };
}
