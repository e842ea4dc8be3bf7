import type { Metadata } from "next";
import { ChartList } from "@/components/charts/chart-list";
import { ReaderPage } from "@/components/layout/reader-page";
import { charts } from "@/lib/charts/catalogue";

export const metadata: Metadata = {
  title: "All charts",
  description: `The ${charts.length} charts of the record: each as a drawing, a table, a file and an embed.`,
  alternates: { canonical: "/impact/charts" },
};

export default function ChartsPage() {
  return (
    <ReaderPage current="/impact">
      <p className="crumb">
        <a href="/impact">Impact</a> › Charts
      </p>
      <h1>All charts</h1>
      <p className="text soft">
        Each comes as a drawing, a table, files and an embed, or, below five records, as the list itself; each figure
        opens the records behind it.
      </p>
      <section className="section" aria-label="Charts">
        <ChartList />
      </section>
    </ReaderPage>
  );
}
