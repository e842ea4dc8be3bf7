import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { RestoreForm, RetractForm } from "@/components/desk/history-forms";
import { Changes } from "@/components/developments/changes";
import { DeskPage } from "@/components/layout/desk-page";
import { can } from "@/lib/auth/access";
import { compareContents, fieldLabels, type Names } from "@/lib/developments/compare";
import { getDraft, listRevisions, type RevisionRow } from "@/lib/developments/desk";
import { listNames } from "@/lib/developments/names";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { idOf } from "@/lib/http/id";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { changedFields } from "@/lib/revisions/merge";
import { restore, retract } from "../actions";

export const metadata: Metadata = { title: "Revisions", robots: { index: false } };

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

export default async function DeskHistoryPage({ params, searchParams }: Props) {
  const { id } = await params;
  const ctx = await deskPage(`/desk/developments/${id}/history`);
  const draft = await orNotFound((async () => getDraft(ctx, idOf(id)))());
  const revisions = await listRevisions(ctx, draft.id);
  const names = await listNames(
    ctx,
    revisions.map((revision) => revision.content),
  );
  const chosen = (await readQuery(searchParams)).get("revision");
  const shown = revisions.find((revision) => String(revision.number) === chosen);
  const before = shown && revisions.find((revision) => revision.number === shown.number - 1);
  const mayRestore = can(ctx.caller, "development.restore", draft);
  return (
    <DeskPage caller={ctx.caller} signOut={signOut}>
      <p className="crumb">
        <a href="/desk">Desk</a> ›{" "}
        <a href={`/desk/developments/${draft.id}`}>{draft.head.content.title || "Without a title yet"}</a>
      </p>
      <h1>Revisions</h1>
      <p className="text soft">
        Every saved version, for ever. Restoring one makes a new revision that says what it said; readers see it after a
        second person’s yes.
      </p>
      {shown && <Shown revision={shown} before={before ?? null} names={names} />}
      <section className="section">
        <h2>All {revisions.length}</h2>
        <table className="tbl-stack">
          <thead>
            <tr>
              <th scope="col">Revision</th>
              <th scope="col">Saved by</th>
              <th scope="col">Changed</th>
              <th scope="col">
                <span className="vh">Restore</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {revisions.map((revision, index) => (
              <tr key={revision.id}>
                <th scope="row">
                  <a href={`/desk/developments/${draft.id}/history?revision=${revision.number}`}>
                    Revision {revision.number}
                  </a>
                  {revision.approved && <span className="faint"> · approved</span>}
                </th>
                <td>
                  {revision.author}, {revision.recordedAt.toISOString().slice(0, 16).replace("T", " ")} UTC
                </td>
                <td>{sayChanged(revision, revisions[index + 1])}</td>
                <td>
                  {index > 0 && mayRestore && (
                    <RestoreForm action={restore} id={draft.id} revisionId={revision.id} number={revision.number} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {can(ctx.caller, "development.retract", draft) && (
        <section className="section" id="retract">
          <h2>Retract</h2>
          <RetractForm action={retract} id={draft.id} />
        </section>
      )}
    </DeskPage>
  );
}

function sayChanged(revision: RevisionRow, before: RevisionRow | undefined): string {
  if (!before) return "first version";
  return changedFields(before.content, revision.content)
    .map((field) => fieldLabels[field].toLowerCase())
    .join(", ");
}

function Shown({ revision, before, names }: { revision: RevisionRow; before: RevisionRow | null; names: Names }) {
  return (
    <section className="section" aria-labelledby="shown">
      <h2 id="shown">
        What revision {revision.number} changed{before ? "" : ": everything, it is the first"}
      </h2>
      {before && <Changes changes={compareContents(before.content, revision.content, names)} />}
    </section>
  );
}
