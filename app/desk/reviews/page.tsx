import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DeskPage } from "@/components/layout/desk-page";
import { Since } from "@/components/ui/day";
import { deskPage } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { listWaiting, type WaitingRow } from "@/lib/reviews/queries";

export const metadata: Metadata = { title: "Reviews", robots: { index: false } };

const done: Record<string, string> = {
  approved: "Approved and published. Readers see it now.",
  returned: "Sent back with your reason.",
  withdrawn: "Taken back. The revisions stay.",
};

export default async function ReviewsPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk/reviews");
  const query = await readQuery(searchParams);
  const message = done[query.get("done") ?? ""];
  const slug = query.get("slug");
  const rows = await listWaiting(ctx);
  return (
    <DeskPage caller={ctx.caller} current="/desk/reviews" signOut={signOut}>
      {message && (
        <p className="msg notice" role="status">
          {message} {slug && /^[a-z0-9-]+$/.test(slug) && <a href={`/developments/${slug}`}>The public page</a>}
        </p>
      )}
      <h1>Reviews</h1>
      <section className="section">
        <h2>For you to decide</h2>
        <Queue rows={rows.filter((row) => row.mayDecide)} empty="Nothing waits for you." />
      </section>
      <section className="section">
        <h2>Waiting for somebody else</h2>
        <Queue rows={rows.filter((row) => !row.mayDecide)} empty="Nothing else waits." />
      </section>
    </DeskPage>
  );
}

const kinds = { new: "New", change: "Change", retraction: "Retraction" };

function Queue({ rows, empty }: { rows: WaitingRow[]; empty: string }) {
  if (rows.length === 0) return <p className="empty soft">{empty}</p>;
  return (
    <ul className="queue">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <a className="t" href={`/desk/reviews/${row.id}`}>
              {row.title}
            </a>
            <p>
              {kinds[row.what]}, {row.fields} {row.fields === 1 ? "field" : "fields"}, sent by {row.submittedBy}
            </p>
          </div>
          <span className="when">
            <Since at={row.submittedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
