import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { Wordings } from "@/components/areas/wordings";
import { AreaForm } from "@/components/desk/area-form";
import { DeskPage } from "@/components/layout/desk-page";
import { countAgainst, listAreaVersions } from "@/lib/areas/history";
import { getArea } from "@/lib/areas/queries";
import { requireCan } from "@/lib/auth/access";
import type { PersonContext } from "@/lib/context";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { word } from "../actions";

export const metadata: Metadata = { title: "Area", robots: { index: false } };

export default async function AreaDesk({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const ctx = await deskPage(`/desk/areas/${slug}`);
  const { area, versions } = await orNotFound(load(ctx, slug));
  return (
    <DeskPage caller={ctx.caller} current="/desk/areas" signOut={signOut}>
      <p className="crumb">
        <a href="/desk/areas">Areas</a>
      </p>
      <h1>{area.name}</h1>
      <p className="small soft">
        {area.group.name}. <a href={`/impact/${area.slug}`}>Public page</a>
      </p>
      <div className="panes">
        <AreaForm action={word} area={area} scores={countAgainst(versions)} />
        <section className="pane-r">
          <h2 className="pane-h">How it was worded</h2>
          <Wordings versions={versions} />
        </section>
      </div>
    </DeskPage>
  );
}

async function load(ctx: PersonContext, slug: string) {
  requireCan(ctx.caller, "areas.manage");
  const area = await getArea(ctx, slug);
  return { area, versions: await listAreaVersions(ctx, area.slug) };
}
