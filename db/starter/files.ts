import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as schema from "../schema";
import type { ClaimEvidence, DirectionScale } from "../schema";
import type { ActorRole, DatePrecision, DevelopmentStatus, DevelopmentType, Period, SourceKind } from "../vocabulary";

/** The shapes of the JSON files beside this one, as their README describes them. */

type Row<Table extends { $inferInsert: object }> = Table["$inferInsert"];

type StarterBody = {
  slug: string;
  name: string;
  acronym: string | null;
  kind: Row<typeof schema.bodies>["kind"];
  parent: string | null;
  founded: number | null;
  seat: string | null;
  website: string | null;
  description: string;
  onWithdrawalList: boolean;
  nameInMemorandum: string | null;
  usParticipation: Omit<Row<typeof schema.usParticipation>, "bodySlug" | "position">[];
  usParticipationNote: string | null;
};

export type StarterDevelopment = {
  slug: string;
  title: string;
  summary: string;
  type: DevelopmentType;
  status: DevelopmentStatus;
  decidedOn: string;
  datePrecision: DatePrecision;
  takesEffectOn: string | null;
  period: Period;
  bodySlug: string;
  affectedBodySlugs: string[];
  actors: { slug: string; role: ActorRole }[];
  impacts: { area: string; direction: number | null; rationale: string | null }[];
  linkToWithdrawal: "direct" | "plausible" | "none";
  sources: { url: string; title: string; publisher: string; kind: SourceKind }[];
  editorialState: "published" | "draft";
  verificationNote: string | null;
};

export type StarterFiles = {
  bodies: StarterBody[];
  /** Ours, for lists: body slug to what it is called where there is little room. */
  "short-names": Record<string, string>;
  /** Ours: the country whose authority or court a body is, in ISO 3166; eu for the institutions of the Union. */
  countries: Record<string, string>;
  /** Ours: the published developments that the README names as comparison cases. */
  "comparison-cases": string[];
  /** Ours: the bodies whose descriptions say that they are such cases only. */
  "comparison-bodies": string[];
  "withdrawal-list": {
    instrument: string;
    sourceUrl: string;
    developmentSlug: string;
    inclusionRule: string;
    entries: Row<typeof schema.withdrawalEntries>[];
  };
  actors: {
    groups: Row<typeof schema.actorGroups>[];
    actors: {
      slug: string;
      name: string;
      kind: Row<typeof schema.actors>["kind"];
      iso2: string | null;
      groups: string[];
    }[];
  };
  "impact-areas": {
    groups: { slug: string; name: string; description: string }[];
    areas: { slug: string; name: string; definition: string; group: string; scale: DirectionScale }[];
    audiences: { slug: string; name: string; showFirst: string; areas: string[] }[];
  };
  developments: StarterDevelopment[];
  milestones: { milestones: Row<typeof schema.milestones>[]; exitRules: Row<typeof schema.exitRules>[] };
  claims: {
    source: Omit<Row<typeof schema.claimSources>, "slug">;
    claims: (Omit<Row<typeof schema.claims>, "sourceSlug" | "position" | "evidence"> & { evidence: ClaimEvidence[] })[];
  };
  "watched-sources": Row<typeof schema.watchedSources>[];
};

// From the root of the checkout, where every command runs: a bundler moves the module itself elsewhere.
const folder = join(process.cwd(), "db", "starter");

export async function readStarterFile<Name extends keyof StarterFiles>(name: Name): Promise<StarterFiles[Name]> {
  return JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
}
