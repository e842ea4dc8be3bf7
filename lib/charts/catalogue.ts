import { type ChartId, chartIds, type Step } from "./answer";

/** The charts there are, and what may be chosen of each. Browser-safe. */

export type ChartEntry = {
  id: ChartId;
  title: string;
  /** What it shows, for lists of charts. */
  question: string;
  /** What its series may be told apart by; the first is what it shows unasked. */
  by: readonly { word: string; label: string }[];
  /** How long the parts of its axis of time may be; the first is what it shows unasked. */
  per: readonly Step[];
};

const entries: Record<ChartId, Omit<ChartEntry, "id">> = {
  "directions-by-area": {
    title: "Impact, area by area",
    question: "How many developments touch each area, and which way each points for an open, free and global internet.",
    by: [],
    per: [],
  },
  "developments-over-time": {
    title: "Developments over time",
    question: "What is on record by month, told apart by area, kind of body, type or status.",
    by: [
      { word: "area", label: "Impact area" },
      { word: "kind", label: "Kind of body" },
      { word: "type", label: "Type" },
      { word: "status", label: "Status" },
      { word: "direction", label: "Direction, in one area" },
    ],
    per: ["month", "quarter", "year"],
  },
  "direction-over-time": {
    title: "Direction over time",
    question: "Which way developments of each area point, how far scorers differ, and how many there are.",
    by: [],
    per: ["quarter", "month", "year"],
  },
  "area-by-body": {
    title: "Areas and bodies",
    question: "Which bodies touch which areas, and which way.",
    by: [
      { word: "kind", label: "Kind of body" },
      { word: "body", label: "Body" },
    ],
    per: [],
  },
  "withdrawal-list": {
    title: "What the list of 66 is made of",
    question:
      "How many of the 66 named bodies do internet work, how close it is to their mandate, and where notice was given.",
    by: [
      { word: "relation", label: "Relation to the internet" },
      { word: "group", label: "Inside or outside the UN" },
      { word: "notice", label: "Formal notice" },
    ],
    per: [],
  },
  "roles-by-actor-group": {
    title: "Who proposes, supports, opposes, hosts and leaves",
    question: "The roles of groups of actors; where nobody is named, that is shown as such.",
    by: [
      { word: "group", label: "Group of actors" },
      { word: "body", label: "Body" },
      { word: "year", label: "Year" },
    ],
    per: [],
  },
  "time-to-decision": {
    title: "How long decisions take",
    question: "Days from proposed to adopted and from decided to in effect, and how decisions stand, by body.",
    by: [
      { word: "to-effect", label: "Decided to in effect" },
      { word: "to-adoption", label: "Proposed to adopted" },
      { word: "status", label: "Statuses" },
    ],
    per: [],
  },
  "rules-for-companies": {
    title: "Rules for companies",
    question: "Developments on market access, data flows and standards, by type and country of the body.",
    by: [
      { word: "type", label: "Type" },
      { word: "country", label: "Country of the body" },
    ],
    per: ["quarter", "month", "year"],
  },
  "money-and-outputs": {
    title: "Money and reports",
    question: "Funding decisions and reports, before and after, each on its own scale.",
    by: [],
    per: ["quarter", "month", "year"],
  },
  "forms-of-governance": {
    title: "New forms of governance",
    question: "New arrangements by form: multilateral, regional, bilateral, private, national, reformed.",
    by: [],
    per: ["year", "quarter", "month"],
  },
  "us-participation": {
    title: "How far each exit has gone",
    question: "The stages of the United States at each body, with their dates.",
    by: [],
    per: [],
  },
};

export const charts: ChartEntry[] = chartIds.map((id) => ({ id, ...entries[id] }));

export const findChart = (id: string): ChartEntry | undefined => charts.find((chart) => chart.id === id);
