import type { DraftState, Kept } from "./state";

/**
 * What is typed, on this device, until the server has it: it outlives a reload, a crash and an ended session. Each open
 * form keeps its own, under the person who types, so that two tabs or two people never mix.
 */

const keyOf = (owner: string, id: number | null, formKey: string) => `plenary draft ${owner} ${id ?? "new"} ${formKey}`;

type Stored = { at: number; kept: Kept };

export function keep(owner: string, state: DraftState): void {
  const { id, formKey, base, values, pending, conflicts } = state;
  const stored: Stored = { at: Date.now(), kept: { id, formKey, base, values, pending, conflicts } };
  try {
    localStorage.setItem(keyOf(owner, id, formKey), JSON.stringify(stored));
  } catch {
    // A device without room for it: the server still gets everything.
  }
}

export function forget(owner: string, { id, formKey }: Pick<DraftState, "id" | "formKey">): void {
  try {
    localStorage.removeItem(keyOf(owner, id, formKey));
  } catch {}
}

/** The newest that a form which is open no more left behind; whoever gets it holds it from now on. */
export async function claimKept(owner: string, id: number | null): Promise<Kept | null> {
  for (const { kept } of findStored(keyOf(owner, id, ""))) {
    if (await hold(kept.formKey)) return kept;
  }
  return null;
}

function findStored(prefix: string): Stored[] {
  try {
    return Object.entries(localStorage)
      .filter(([key]) => key.startsWith(prefix))
      .map(([, text]) => JSON.parse(text) as Stored)
      .sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

const held = new Set<string>();
/** A page that is being reloaded lets go of its lock a moment after the new one asks for it. */
const patienceMs = 500;

/** Marks a form as open in this page until the page is gone. False while another page has it open. */
export function hold(formKey: string): Promise<boolean> {
  // Without https there are no locks; then two tabs may show the same draft, which the server merges.
  if (held.has(formKey) || !navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`plenary draft ${formKey}`, { signal: AbortSignal.timeout(patienceMs) }, () => {
        held.add(formKey);
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}
