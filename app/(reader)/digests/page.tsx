import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { listIssues } from "@/lib/digests/archive";
import { sayBrought } from "@/lib/digests/headline";
import { publicContext } from "@/lib/http/context";
import { sayWeek, sayWeekDays } from "@/lib/weeks";

export const metadata: Metadata = {
  title: "Digests",
  description: "Every weekly letter as it was sent, with what was corrected since.",
  alternates: {
    canonical: "/digests",
    types: { "application/atom+xml": "/feeds/digests.atom", "application/feed+json": "/feeds/digests.json" },
  },
};

export default async function DigestsPage() {
  const issues = await listIssues(publicContext().db);
  return (
    <ReaderPage current="/digests">
      <h1>Digests</h1>
      <p className="text soft">
        Each week as it stood when it closed. What was corrected since is marked, and stays.{" "}
        <a href="/subscribe">Get it on Mondays</a>, or as a <a href="/feeds/digests.atom">feed</a>.
      </p>
      {issues.length === 0 ? (
        <p className="empty soft">
          No week has closed since this record was set up. The first issue is made on Monday for the week before.
        </p>
      ) : (
        <table className="tbl-stack dry">
          <caption className="vh">Issues, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col" className="r">
                Developments
              </th>
              <th scope="col">Opens with</th>
            </tr>
          </thead>
          <tbody>
            {issues.map(({ week, n, corrections, checked, first }) => (
              <tr key={week}>
                <th scope="row">
                  <a href={`/digests/${week}`}>{sayWeek(week)}</a> <span className="faint">{sayWeekDays(week)}</span>
                </th>
                <td className={n === 0 ? "r z" : "r"} data-l="Developments:">
                  {n === 0 ? "none" : n}
                </td>
                <td className="serif" dir="auto">
                  {first ?? <i className="faint">{sayBrought({ entries: n, corrections, elsewhere: 0, checked })}</i>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ReaderPage>
  );
}
