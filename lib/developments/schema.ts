import { z } from "zod";
import type { DevelopmentContent } from "@/db/content";
import {
  actorRoles,
  datePrecisions,
  developmentStatuses,
  developmentTypes,
  governanceForms,
  periods,
  scopes,
  sourceKinds,
  withdrawalLinks,
} from "@/db/vocabulary";
import { day, line, markdown, paragraphs, webAddress } from "@/lib/text";

const slug = (label: string) =>
  z
    .string({ error: `${label} must be chosen from the list.` })
    .max(160)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: `${label} must be chosen from the list.` });

const word = <const Words extends readonly [string, ...string[]]>(label: string, words: Words) =>
  z.enum(words, { error: `${label} must be one of: ${words.join(", ")}.` });

const unique = (values: string[]) => new Set(values).size === values.length;

export const mostSources = 30;

const source = z.strictObject({
  url: webAddress("The address of a source"),
  title: line("The title of a source", 300),
  publisher: line("The publisher of a source", 200),
  kind: word("The kind of a source", sourceKinds),
});

const actor = z.strictObject({
  slug: slug("An actor"),
  role: word("The role of an actor", actorRoles),
});

const fields = {
  title: line("What happened", 200),
  bodySlug: slug("The body").nullable(),
  decidedOn: day("When it was decided").nullable(),
  datePrecision: word("How exactly the date is known", datePrecisions).nullable(),
  status: word("Status", developmentStatuses).nullable(),
  type: word("Type", developmentTypes).nullable(),
  summary: markdown("Summary", 10_000),
  takesEffectOn: day("The day it takes effect").nullable(),
  period: word("Before or after 7 January 2026", periods).nullable(),
  affectedBodySlugs: z
    .array(slug("A body concerned"))
    .max(80, { error: "Bodies concerned: at most 80." })
    .refine(unique, { error: "A body concerned is named twice." }),
  actors: z
    .array(actor)
    .max(120, { error: "Actors: at most 120." })
    .refine((list) => unique(list.map((item) => `${item.slug} ${item.role}`)), {
      error: "An actor is named twice in the same role.",
    }),
  areaSlugs: z
    .array(slug("An impact area"))
    .max(16, { error: "Impact areas: at most 16." })
    .refine(unique, { error: "An impact area is named twice." }),
  linkToWithdrawal: word("Link to the withdrawal", withdrawalLinks),
  scope: word("Scope", scopes),
  form: word("Form of an arrangement", governanceForms).nullable(),
  carriesForward: z
    .array(slug("A development carried forward"))
    .max(10, { error: "Carries forward: at most 10 developments." })
    .refine(unique, { error: "A development carried forward is named twice." }),
  sources: z
    .array(source)
    .max(mostSources, { error: `Sources: at most ${mostSources}.` })
    .refine((list) => unique(list.map((item) => item.url)), { error: "A source is named twice." }),
  verificationNote: paragraphs("What was read", 2_000),
  noteForReviewer: paragraphs("The note for the reviewer", 2_000),
  retractedBecause: markdown("The reason of the retraction", 2_000).nullable(),
  mergedInto: slug("The development it is merged into").nullable(),
} satisfies Record<keyof DevelopmentContent, z.ZodType>;

/** One whole version, as a revision stores it. */
export const contentSchema: z.ZodType<DevelopmentContent> = z.strictObject(fields);

/** The fields an editor changed; the others stay as they are. */
export const changesSchema = z.strictObject(fields).partial();
export type Changes = Partial<DevelopmentContent>;

export const saveSchema = z.strictObject({
  /** The revision the editor had before them. */
  base: z.int().positive(),
  changes: changesSchema,
});

export const contentFields = Object.keys(fields) as (keyof DevelopmentContent)[];
