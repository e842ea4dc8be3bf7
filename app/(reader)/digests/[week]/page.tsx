import type { Metadata } from "next";
import { Issue } from "@/components/digests/issue";
import { ReaderPage } from "@/components/layout/reader-page";
import { SubscribeBox } from "@/components/subscriptions/subscribe-box";
import { getIssue, listIssues } from "@/lib/digests/archive";
import { publicContext, requestContext } from "@/lib/http/context";
import { orNotFound } from "@/lib/http/desk-page";
import { sayWeek, sayWeekDays } from "@/lib/weeks";
import { ask } from "../../subscribe/actions";

type Props = { params: Promise<{ week: string }> };

const load = async ({ params }: Props) => orNotFound(getIssue(await requestContext(), (await params).week));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { week } = await load(props);
  return {
    title: `${sayWeek(week)}: ${sayWeekDays(week)}`,
    description: "The weekly letter as it was sent.",
    alternates: { canonical: `/digests/${week}` },
  };
}

export default async function IssuePage(props: Props) {
  const issue = await load(props);
  const all = await listIssues(publicContext().db);
  const at = all.findIndex(({ week }) => week === issue.week);
  // The newest stands first.
  const beside = [all[at - 1], all[at + 1]].flatMap((one) => one ?? []);
  return (
    <ReaderPage current="/digests">
      <p className="crumb">
        <a href="/digests">Digests</a> › {issue.week}
      </p>
      <div className="cols-2">
        <Issue issue={issue} />
        <aside className="side" aria-label="More letters">
          <SubscribeBox action={ask} filter="" view="all matters" />
          <section className="note">
            <h2>Other weeks</h2>
            <ul className="plain-list small">
              {beside.map(({ week }) => (
                <li key={week}>
                  <a href={`/digests/${week}`}>{sayWeek(week)}</a> <span className="faint">{sayWeekDays(week)}</span>
                </li>
              ))}
              <li>
                <a href="/digests">All letters</a>
              </li>
            </ul>
          </section>
        </aside>
      </div>
    </ReaderPage>
  );
}
