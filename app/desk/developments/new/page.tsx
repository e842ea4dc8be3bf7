import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DevelopmentForm } from "@/components/desk/development-form";
import { DeskPage } from "@/components/layout/desk-page";
import { listActorOptions } from "@/lib/actors/propose";
import { listAreas } from "@/lib/areas/queries";
import { listBodyOptions } from "@/lib/bodies/propose";
import { dayIn } from "@/lib/days";
import { env } from "@/lib/env";
import { deskPage } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { findWatchedBody } from "@/lib/sources/checks";
import { putAside } from "../[id]/actions";

export const metadata: Metadata = { title: "New development", robots: { index: false } };

export default async function NewDevelopmentPage({ searchParams }: { searchParams: PageQuery }) {
  const link = (await readQuery(searchParams)).get("link")?.trim();
  const ctx = await deskPage(`/desk/developments/new${link ? `?${new URLSearchParams({ link })}` : ""}`);
  const [bodies, actors, areas, linkBody] = await Promise.all([
    listBodyOptions(ctx),
    listActorOptions(ctx),
    listAreas(ctx),
    link ? findWatchedBody(ctx, link) : null,
  ]);
  return (
    <DeskPage caller={ctx.caller} current="/desk/developments/new" signOut={signOut}>
      <div className="topline">
        <h1>New development</h1>
        <p className="small soft">Four fields and a source are enough. Everything is saved as you type.</p>
      </div>
      <DevelopmentForm
        today={dayIn(env().timeZone, ctx.now)}
        owner={ctx.caller.id}
        id={null}
        base={null}
        headNumber={null}
        link={link || undefined}
        linkBody={linkBody ?? undefined}
        bodies={bodies}
        actors={actors}
        areas={areas}
        titles={[]}
        putAside={putAside}
      />
    </DeskPage>
  );
}
