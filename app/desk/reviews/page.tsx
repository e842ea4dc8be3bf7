import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { ReviewQueue } from "@/components/desk/queues";
import { DeskPage } from "@/components/layout/desk-page";
import { deskPage } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { listWaiting } from "@/lib/reviews/queries";

export const metadata: Metadata = { title: "Reviews", robots: { index: false } };

const done: Record<string, string> = {
  approved: "Approved and published. Readers see it now.",
  retracted: "Retracted. Its page says why, and lists leave it out.",
  returned: "Sent back with your reason.",
  withdrawn: "Taken back. The revisions stay.",
};

export default async function ReviewsPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk/reviews");
  const query = await readQuery(searchParams);
  const was = query.get("done") ?? "";
  const message = Object.hasOwn(done, was) && done[was];
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
        <ReviewQueue rows={rows.filter((row) => row.mayDecide)} empty="Nothing waits for you." />
      </section>
      <section className="section">
        <h2>Waiting for somebody else</h2>
        <ReviewQueue rows={rows.filter((row) => !row.mayDecide)} empty="Nothing else waits." />
      </section>
    </DeskPage>
  );
}
