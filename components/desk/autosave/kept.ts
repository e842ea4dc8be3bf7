import type { DraftState, Kept } from "./state";

/** What is typed, on this device, until the server has it: it outlives a reload, a crash and an ended session. */

const keyOf = ({ id }: { id: number | null }) => `plenary-draft-${id ?? "new"}`;

export function keep(state: DraftState): void {
  const { id, formKey, base, values, pending, conflicts } = state;
  const kept: Kept = { id, formKey, base, values, pending, conflicts };
  try {
    localStorage.setItem(keyOf(state), JSON.stringify(kept));
  } catch {
    // A device without room for it: the server still gets everything.
  }
}

export function forget(state: { id: number | null }): void {
  try {
    localStorage.removeItem(keyOf(state));
  } catch {}
}

export function findKept(id: number | null): Kept | null {
  try {
    const text = localStorage.getItem(keyOf({ id }));
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}
