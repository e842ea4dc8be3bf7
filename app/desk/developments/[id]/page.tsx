import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DevelopmentForm } from "@/components/desk/development-form";
import { DeskPage } from "@/components/layout/desk-page";
import { listActorOptions } from "@/lib/actors/propose";
import { listAreas } from "@/lib/areas/queries";
import { can } from "@/lib/auth/access";
import { listBodyOptions } from "@/lib/bodies/propose";
import { dayIn } from "@/lib/days";
import { type Draft, getDraft } from "@/lib/developments/desk";
import { listNames } from "@/lib/developments/names";
import { env } from "@/lib/env";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { idOf } from "@/lib/http/id";
import { sayState } from "@/lib/labels";

import { putAside } from "./actions";

export const metadata: Metadata = { title: "Edit", robots: { index: false } };

export default async function EditPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await deskPage(`/desk/developments/${id}`);
  const draft = await orNotFound((async () => getDraft(ctx, idOf(id)))());
  const { head, slug } = draft;
  const [bodies, actors, areas, names] = await Promise.all([
    listBodyOptions(ctx),
    listActorOptions(ctx),
    listAreas(ctx),
    listNames(ctx, [head.content]),
  ]);
  return (
    <DeskPage caller={ctx.caller} signOut={signOut}>
      <div className="topline">
        <h1>{head.content.title || "Without a title yet"}</h1>
        <p className="small soft">
          {sayState(draft.state)} · <a href={`/desk/developments/${draft.id}/history`}>all revisions</a>
          {draft.approved && (
            <>
              {" "}
              · <a href={`/developments/${slug}`}>public page</a>
            </>
          )}
          {can(ctx.caller, "development.retract", draft) && (
            <>
              {" "}
              · <a href={`/desk/developments/${draft.id}/history#retract`}>retract it</a>
            </>
          )}
        </p>
      </div>
      <Where draft={draft} />
      {can(ctx.caller, "development.edit", draft) ? (
        <DevelopmentForm
          today={dayIn(env().timeZone, ctx.now)}
          owner={ctx.caller.id}
          id={draft.id}
          base={{ revisionId: head.id, content: head.content }}
          headNumber={head.number}
          bodies={bodies}
          actors={actors}
          areas={areas}
          titles={[...names.developments]}
          putAside={can(ctx.caller, "development.set-aside", draft) ? putAside : null}
        />
      ) : (
        <p className="msg">
          Contributors edit drafts. Ask an editor to change what is published, or look at{" "}
          <a href={`/desk/developments/${draft.id}/history`}>its revisions</a>.
        </p>
      )}
    </DeskPage>
  );
}

/** What happened to it last, where that matters for going on. */
function Where({ draft: { waiting, lastDecision, approved, head } }: { draft: Draft }) {
  if (waiting) {
    return (
      <p className="msg notice">
        {waiting.mine ? "You" : waiting.submittedBy} sent{" "}
        {waiting.revisionId === head.id ? "this revision" : "an earlier revision"} to review.{" "}
        <a href={`/desk/reviews/${waiting.id}`}>See the request</a>. Sending again replaces it; until a yes readers see{" "}
        {approved ? `revision ${approved.number}` : "nothing of it"}.
      </p>
    );
  }
  if (lastDecision?.outcome === "changes-requested") {
    return (
      <p className="msg notice">
        {lastDecision.by} sent it back: {lastDecision.reason}
      </p>
    );
  }
  if (approved && approved.id !== head.id) {
    return <p className="msg notice">Readers see revision {approved.number}. Your changes wait until you send them.</p>;
  }
  return null;
}
