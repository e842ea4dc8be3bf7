import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ReaderPage } from "@/components/layout/reader-page";
import { OutsideForm } from "@/components/sign-in/outside-form";
import { outsideProviders } from "@/lib/auth/config";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sameSitePath } from "@/lib/http/same-site-path";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

type Props = { params: Promise<{ provider: string }>; searchParams: PageQuery };

export default async function OutsidePage({ params, searchParams }: Props) {
  const { provider } = await params;
  const found = outsideProviders().find(({ id }) => id === provider);
  if (!found) notFound();
  const next = sameSitePath((await readQuery(searchParams)).get("next"), "/desk");
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>Continue with {found.name}</h1>
        <p className="soft">You go there and come back signed in, if an admin added your e-mail address here.</p>
        <OutsideForm provider={found.id} name={found.name} next={next} />
      </div>
    </ReaderPage>
  );
}
