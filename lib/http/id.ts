import { NotFound } from "@/lib/errors";

/** A number of the record from an address. Throws NotFound for anything else. */
export function idOf(text: string | undefined): number {
  if (!text || !/^[1-9]\d{0,14}$/.test(text)) throw new NotFound();
  return Number(text);
}
