import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DeskPage } from "@/components/layout/desk-page";
import { type AuditRow, listAudit } from "@/lib/audit/queries";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";

export const metadata: Metadata = { title: "Audit", robots: { index: false } };

const shown = 100;

export default async function AuditPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk/audit");
  const before = (await readQuery(searchParams)).get("before");
  const from = before && /^\d{1,15}$/.test(before) ? Number(before) : null;
  const rows = await orNotFound((async () => listAudit(ctx, from, shown))());
  const last = rows.at(-1);
  return (
    <DeskPage caller={ctx.caller} current="/desk/audit" signOut={signOut}>
      <h1>Audit</h1>
      <p className="text soft">Who did what, newest first. The database lets nobody change or delete a line.</p>
      <section className="section">
        <table className="tbl-stack audit">
          <thead>
            <tr>
              <th scope="col">When (UTC)</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="num">{row.at.toISOString().slice(0, 19).replace("T", " ")}</td>
                <td>{row.person ?? "the program or its operator"}</td>
                <th scope="row">{row.action.replaceAll(/[.-]/g, " ")}</th>
                <td>
                  <Subject row={row} />
                </td>
                <td className="z">
                  {Object.entries(row.detail)
                    .map(([key, value]) => `${key} ${value}`)
                    .join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {last && rows.length === shown && (
          <p className="pager">
            <a className="btn quiet" href={`/desk/audit?before=${last.id}`}>
              Older
            </a>
          </p>
        )}
      </section>
    </DeskPage>
  );
}

function Subject({ row: { subject } }: { row: AuditRow }) {
  const [kind, id] = subject.split(":");
  if (kind === "development") return <a href={`/desk/developments/${id}/history`}>development {id}</a>;
  if (kind === "body") return <a href={`/bodies/${id}`}>{id}</a>;
  if (kind === "area") return <a href={`/desk/areas/${id}`}>{id}</a>;
  return kind === "person" ? "a person" : subject;
}
