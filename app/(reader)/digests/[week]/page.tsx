import type { Metadata } from "next";
import { Issue } from "@/components/digests/issue";
import { ReaderPage } from "@/components/layout/reader-page";
import { getIssue } from "@/lib/digests/archive";
import { publicContext } from "@/lib/http/context";
import { orNotFound } from "@/lib/http/desk-page";
import { sayWeek, sayWeekDays } from "@/lib/weeks";

type Props = { params: Promise<{ week: string }> };

const load = async ({ params }: Props) => orNotFound(getIssue(publicContext().db, (await params).week));

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
  return (
    <ReaderPage current="/digests">
      <p className="crumb">
        <a href="/digests">Digests</a> › {issue.week}
      </p>
      <Issue issue={issue} />
    </ReaderPage>
  );
}
