import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <ReaderPage>
      <h1>There is no such page</h1>
      <p className="text soft">
        The address may be mistyped, or what it names is not published. <a href="/timeline">The timeline</a> holds every
        published development; it can be searched.
      </p>
    </ReaderPage>
  );
}
