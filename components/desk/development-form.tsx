"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { ActorOption } from "@/lib/actors/propose";
import type { AreaView } from "@/lib/areas/queries";
import type { BodyOption } from "@/lib/bodies/propose";
import { fieldLabels, type Names } from "@/lib/developments/compare";
import { doubtsAbout, missingForReview, periodOf } from "@/lib/developments/rules";
import type { FormAction } from "@/lib/http/action";
import { contentOf, type FormField, type FormValues, read } from "./autosave/form-values";
import { claimKept, hold } from "./autosave/kept";
import {
  type Base,
  changesToSend,
  type DraftState,
  fieldErrors,
  type Kept,
  startDraft,
  stuckFields,
  wholeContent,
} from "./autosave/state";
import { useDraft } from "./autosave/use-draft";
import { Checklist } from "./checklist";
import { ConflictChoice } from "./conflict-choice";
import { ErrorSummary } from "./error-summary";
import { ActorsField } from "./fields/actors-field";
import { AreasField } from "./fields/areas-field";
import { AffectedBodiesField, BodyField } from "./fields/bodies-fields";
import { CarriesForwardField } from "./fields/carries-forward-field";
import { ArrangementField, LinkField, ScopeField, StatusField, TypeField } from "./fields/choice-fields";
import { SourcesField } from "./fields/sources-field";
import { LineField, ParagraphsField } from "./fields/text-fields";
import { PeriodField, WhenField } from "./fields/when-field";
import { SetAsideForm } from "./history-forms";
import { SaveState } from "./save-state";
import { SimilarPane } from "./similar-pane";
import { useSubmit } from "./use-submit";

export type FormProps = {
  today: string;
  /** Who types: what this device keeps is theirs. */
  owner: string;
  id: number | null;
  base: Base | null;
  headNumber: number | null;
  /** The address of a page to begin with, and the body that it belongs to. */
  link?: string;
  linkBody?: string;
  bodies: BodyOption[];
  actors: ActorOption[];
  areas: AreaView[];
  /** Of the published developments that this one names: slug and title. */
  titles: [string, string][];
  /** Takes the draft out of the queues; null where that may not be done. */
  putAside: FormAction | null;
};

type Opened = { start: DraftState; kept: Kept | null };

/** Waits for the browser: what was typed before and is not saved is on this device only. */
export function DevelopmentForm(props: FormProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const { owner, id, base, link, linkBody } = props;
  useEffect(() => {
    let left = false;
    open(owner, id, base, { link, linkBody }).then((found) => left || setOpened(found));
    return () => {
      left = true;
    };
  }, [owner, id, base, link, linkBody]);
  if (!opened) return <p className="soft">Opening the form. It needs script.</p>;
  return <OpenForm {...props} {...opened} />;
}

async function open(
  owner: string,
  id: number | null,
  base: Base | null,
  { link, linkBody }: Pick<FormProps, "link" | "linkBody">,
): Promise<Opened> {
  // Whoever brings a link begins something new.
  const kept = link ? null : await claimKept(owner, id);
  const start = startDraft(kept?.formKey ?? crypto.randomUUID(), id, base ?? undefined);
  await hold(start.formKey);
  if (linkBody) start.values.bodySlug = linkBody;
  if (link)
    start.values.sources = [{ key: 1, url: link, title: "", publisher: "", kind: linkBody ? "primary" : "secondary" }];
  return { kept, start };
}

function OpenForm(props: FormProps & Opened) {
  const { owner, start, kept, headNumber, areas, putAside } = props;
  const [bodies, setBodies] = useState(props.bodies);
  const [actors, setActors] = useState(props.actors);
  const [titles, setTitles] = useState(props.titles);
  const draft = useDraft(owner, start, kept, headNumber);
  const { state, saving, edit, decide } = draft;
  const { sending, refused, missing, submit } = useSubmit(draft);
  const { values } = state;
  const whole = wholeContent(state);
  const errors = { ...missing, ...fieldErrors(state) };
  const names: Names = useMemo(
    () => ({
      bodies: new Map(bodies.map((body) => [body.slug, body.name])),
      actors: new Map(actors.map((actor) => [actor.slug, actor.name])),
      areas: new Map(areas.map((area) => [area.slug, area.name])),
      developments: new Map(titles),
    }),
    [bodies, actors, areas, titles],
  );
  /** What every field has in common: its value and how it changes, what is wrong with it, a choice below it. */
  const field = <Name extends FormField>(name: Name) => ({
    value: values[name],
    errors,
    below: (
      <ConflictChoice
        field={name}
        choice={state.conflicts[name]}
        mine={read(values).content}
        names={names}
        onChoose={(side) => decide(name, side)}
      />
    ),
    onChange: (value: FormValues[Name]) => edit({ [name]: value }),
  });
  const bodyOptions = { options: bodies, onMade: (body: BodyOption) => setBodies((list) => [...list, body]) };
  const actorOptions = { options: actors, onMade: (actor: ActorOption) => setActors((list) => [...list, actor]) };

  const send = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Wherever the focus is: a choice that was made, or a list that was closed, leaves it nowhere.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      send.current?.click();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <div className="panes">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ErrorSummary refused={refused} errors={errors} />
        {state.merged && (
          <p className="msg notice" role="status">
            {state.merged.by.join(" and ")} changed {state.merged.fields.map(labelOf).join(", ").toLowerCase()}{" "}
            meanwhile; it stands in the form now.
          </p>
        )}
        <LineField
          {...field("title")}
          name="title"
          label="What happened"
          hint="One sentence without judgement: who does what."
          className="input title"
          maxLength={200}
          autoFocus={start.id === null}
        />
        <BodyField {...field("bodySlug")} {...bodyOptions} />
        <WhenField {...field("when")} />
        {values.when.text !== "" && !errors.when && periodOf(whole) === null && <PeriodField {...field("period")} />}
        <StatusField {...field("status")} />
        <SourcesField {...field("sources")} />
        <ParagraphsField
          {...field("summary")}
          name="summary"
          label="Summary"
          optional
          hint="What was decided, in our own words. The first sentence stands in lists. Markdown: *emphasis*, lists, links."
          className="input serif-text"
          rows={5}
        />
        <TypeField {...field("type")} />
        <LineField
          {...field("takesEffect")}
          errors={errors.takesEffectOn ? { takesEffect: errors.takesEffectOn, ...errors } : errors}
          name="takesEffect"
          label="Takes effect"
          optional
          hint="Only where the day is known."
          className="input when"
        />
        <AreasField {...field("areaSlugs")} areas={areas} />
        <ActorsField {...field("actors")} {...actorOptions} />
        <AffectedBodiesField {...field("affectedBodySlugs")} {...bodyOptions} />
        <LinkField {...field("linkToWithdrawal")} />
        <ArrangementField {...field("form")} />
        <CarriesForwardField
          {...field("carriesForward")}
          titles={names.developments}
          onFound={(slug, title) => setTitles((list) => [...list, [slug, title]])}
        />
        <ScopeField {...field("scope")} />
        <ParagraphsField
          {...field("verificationNote")}
          name="verificationNote"
          label="What was read"
          optional
          hint="Which pages you read and which you did not. Readers see this."
          rows={2}
        />
        <ParagraphsField
          {...field("noteForReviewer")}
          name="noteForReviewer"
          label="Note for the reviewer"
          optional
          hint="Only people of the desk see this."
          rows={2}
        />
        {values.retractedBecause !== null && (
          <ParagraphsField
            {...field("retractedBecause")}
            value={values.retractedBecause}
            name="retractedBecause"
            label="Retracted because"
            hint="This revision retracts the development. Readers see the reason."
            rows={3}
          />
        )}
        <div className="bar-bottom">
          <button className="btn" type="submit" ref={send} aria-busy={sending}>
            Send to review <kbd>Ctrl Enter</kbd>
          </button>
          <a className="btn quiet" href="/desk">
            Close
          </a>
          <SaveState
            saving={saving}
            stuck={stuckFields(state).length}
            typing={Object.keys(changesToSend(state)).length > 0}
            conflicts={Object.keys(state.conflicts).length}
          />
        </div>
      </form>
      <aside className="pane-r" aria-label="Help for this draft">
        <SimilarPane
          like={{
            id: state.id,
            title: values.title.slice(0, 400),
            bodySlug: whole.bodySlug,
            decidedOn: whole.decidedOn,
            urls: whole.sources.map((source) => source.url).slice(0, 30),
          }}
        />
        <Checklist
          lacking={{ ...missingForReview(whole), ...fieldErrors(state) }}
          doubts={doubtsAbout(whole, props.today)}
        />
        {putAside && state.id !== null && <SetAsideForm action={putAside} id={state.id} />}
      </aside>
    </div>
  );
}

const labelOf = (field: FormField) => fieldLabels[contentOf[field][0] ?? "title"];
