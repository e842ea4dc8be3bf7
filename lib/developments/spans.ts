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

type Staged = Pick<DevelopmentContent, "status" | "decidedOn" | "datePrecision" | "takesEffectOn">;

const isDecided = ({ status }: Staged) => status === "adopted" || status === "in-force" || status === "implemented";
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
  const adoptedOn = dayOf(newest(own, "adopted") ?? version);
  // Of a version in force the day is that of the adoption, unless an earlier version gave another day for that.
  const inForceOn = version.status === "in-force" && dayOf(version) !== adoptedOn ? dayOf(version) : null;
  return {
    "to-adoption": daysBetween(proposed ?? null, adoptedOn),
    "to-effect": daysBetween(adoptedOn, version.takesEffectOn ?? inForceOn),
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

export type StageDay = { on: string; datePrecision: DatePrecision };
export type StageDays = Partial<Record<DevelopmentStatus, StageDay>>;

const decided = (one: Staged | undefined): StageDay | undefined =>
  one?.decidedOn && one.datePrecision ? { on: one.decidedOn, datePrecision: one.datePrecision } : undefined;
const effect = ({ takesEffectOn }: Staged): StageDay | undefined =>
  takesEffectOn ? { on: takesEffectOn, datePrecision: "day" } : undefined;

/**
 * On which day a version reached each stage of its way, as far as it or one of its `own` versions until then says: of
 * what is in force, or will be, the day it was decided is that of the adoption, unless another day was given for that.
 */
export function stageDays(version: Staged, own: Staged[]): StageDays {
  const { status } = version;
  if (status === null) return {};
  const proposed = decided(newest(own, "proposed"));
  if (!isDecided(version)) return { proposed, [status]: decided(version) };
  if (status === "adopted") return { proposed, adopted: decided(version), "in-force": effect(version) };
  const inForce = status === "in-force" ? version : newest(own, "in-force");
  const [day, effectDay] = [decided(inForce), inForce && effect(inForce)];
  const adopted = decided(newest(own, "adopted")) ?? (day && effectDay && day.on <= effectDay.on ? day : undefined);
  const isOfAdoption = day?.on === adopted?.on && day?.datePrecision === adopted?.datePrecision;
  return {
    ...{ proposed, adopted, "in-force": effect(version) ?? effectDay ?? (isOfAdoption ? undefined : day) },
    ...(status === "implemented" && { implemented: decided(version) }),
  };
}
