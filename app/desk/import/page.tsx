import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { ImportForm } from "@/components/desk/import-form";
import { DeskPage } from "@/components/layout/desk-page";
import { mostImported } from "@/lib/developments/import";
import { importColumns } from "@/lib/developments/import-lines";
import { deskPage } from "@/lib/http/desk-page";
import { bring } from "./actions";

export const metadata: Metadata = { title: "Import", robots: { index: false } };

export default async function ImportPage() {
  const ctx = await deskPage("/desk/import");
  return (
    <DeskPage caller={ctx.caller} current="/desk/import" signOut={signOut}>
      <h1>Import</h1>
      <p className="text soft">
        Many developments at once, one for each line of a CSV: at most {mostImported}, each a draft of yours until a
        second person approves it. Where one line is wrong nothing is stored.
      </p>
      <ImportForm action={bring} />
      <section className="section">
        <h2>Columns</h2>
        <p className="small text">
          <code>{importColumns.join(", ")}</code>. Only <code>title</code> must be there. They are those of{" "}
          <a href="/data">developments.csv</a>; what only the record knows is passed over.
        </p>
        <ul className="small text">
          <li>Bodies, areas and actors by name, acronym or slug; several with a semicolon between them.</li>
          <li>
            Actors with their role: <code>united-states (proposer)</code>.
          </li>
          <li>Dates as exactly as they are known: 2026-11-16, November 2026, 2026.</li>
          <li>
            Sources as addresses with a space between them; <code>source_title</code>, <code>source_publisher</code> and{" "}
            <code>source_kind</code> (primary or secondary) are of the first.
          </li>
        </ul>
      </section>
    </DeskPage>
  );
}
