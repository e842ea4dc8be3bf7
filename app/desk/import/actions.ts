"use server";

import { redirect } from "next/navigation";
import { importDrafts, readImport } from "@/lib/developments/import";
import { Invalid } from "@/lib/errors";
import { type FormState, formProblem } from "@/lib/http/action";
import { deskContext } from "@/lib/http/context";

const longest = 900_000;

/** Checks a CSV, or stores its lines as drafts, by the button that was pressed. */
export async function bring(_: FormState, form: FormData): Promise<FormState> {
  const file = form.get("file");
  const typed = String(form.get("csv") ?? "");
  // The file is read into the field: what was checked is then what is stored.
  const csv = file instanceof File && file.size > 0 ? await file.text() : typed;
  let made: { made: number; known: number };
  try {
    if (csv.trim() === "") throw new Invalid({ csv: "Choose a file, or paste its lines." });
    if (csv.length > longest) throw new Invalid({ csv: "This is more than 900 kB. Bring it in several parts." });
    const ctx = await deskContext();
    if (form.get("step") !== "store") {
      const lines = await readImport(ctx, csv);
      const titles = lines.map(({ changes }) => changes.title ?? "").join("\n");
      return { done: true, values: { csv, titles } };
    }
    made = await importDrafts(ctx, csv);
  } catch (error) {
    return { ...formProblem(error), message: undefined, values: { csv } };
  }
  redirect(`/desk?${new URLSearchParams({ imported: String(made.made), known: String(made.known) })}`);
}
