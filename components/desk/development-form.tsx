"use client";

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { developmentStatuses, developmentTypes, withdrawalLinks } from "@/db/vocabulary";
import type { ActorOption } from "@/lib/actors/propose";
import type { AreaView } from "@/lib/areas/queries";
import type { BodyOption } from "@/lib/bodies/propose";
import { fieldLabels, type Names } from "@/lib/developments/compare";
import { missingForReview, periodOf } from "@/lib/developments/rules";
import { emptyContent } from "@/lib/developments/schema";
import type { FieldErrors } from "@/lib/errors";
import { sayLink, sayStatus, sayType } from "@/lib/labels";
import { contentOf, type FormField, fieldOf, read, typedWhen } from "./autosave/form-values";
import { findKept } from "./autosave/kept";
import { type Base, type DraftState, fieldErrors, type Kept, startDraft, unsavedFields } from "./autosave/state";
import { useDraft } from "./autosave/use-draft";
import { call } from "./call";
import { ConflictChoice } from "./conflict-choice";
import { ErrorSummary } from "./error-summary";
import { Choices, Field, FieldGroup, Select } from "./field";
import { ActorsField } from "./fields/actors-field";
import { AreasField } from "./fields/areas-field";
import { AffectedBodiesField, BodyField } from "./fields/bodies-fields";
import { SourcesField } from "./fields/sources-field";
import { SaveState } from "./save-state";
import { SimilarPane } from "./similar-pane";

export type FormProps = {
  id: number | null;
  base: Base | null;
  headNumber: number | null;
  bodies: BodyOption[];
  actors: ActorOption[];
  areas: AreaView[];
};

/** Waits for the browser: what was typed before is on this device only. */
export function DevelopmentForm(props: FormProps) {
  const [opened, setOpened] = useState<{ start: DraftState; kept: Kept | null } | null>(null);
  const { id, base } = props;
  useEffect(() => {
    const kept = findKept(id);
    setOpened({ kept, start: startDraft(kept?.formKey ?? crypto.randomUUID(), id, base ?? undefined) });
  }, [id, base]);
  if (!opened) return <p className="soft">Opening the form. It needs script.</p>;
  return <OpenForm {...props} {...opened} />;
}

const precisions = [
  { value: "day", label: "exact day" },
  { value: "month", label: "only the month" },
  { value: "year", label: "only the year" },
] as const;
const periodChoices = [
  { value: "baseline", label: "before 7 January 2026" },
  { value: "after", label: "on it or after" },
] as const;

function OpenForm(props: FormProps & { start: DraftState; kept: Kept | null }) {
  const { start, kept, headNumber, areas } = props;
  const [bodies, setBodies] = useState(props.bodies);
  const [actors, setActors] = useState(props.actors);
  const { state, saving, flush, latest, edit, decide } = useDraft(start, kept, headNumber);
  const [missing, setMissing] = useState<FieldErrors>({});
  const [refused, setRefused] = useState("");
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { values } = state;
  const { content } = read(values);
  const whole = { ...emptyContent, ...state.base.content, ...content };
  const errors: FieldErrors = { ...keepTrue(missing, whole), ...fieldErrors(state) };
  const names: Names = useMemo(
    () => ({
      bodies: new Map(bodies.map((body) => [body.slug, body.name])),
      actors: new Map(actors.map((actor) => [actor.slug, actor.name])),
      areas: new Map(areas.map((area) => [area.slug, area.name])),
    }),
    [bodies, actors, areas],
  );
  const below = (field: FormField) => (
    <ConflictChoice
      field={field}
      choice={state.conflicts[field]}
      mine={content}
      names={names}
      onChoose={(side) => decide(field, side)}
    />
  );

  const submit = async () => {
    if (sending) return;
    setSending(true);
    setRefused("");
    await flush();
    const now = latest();
    const lacking = missingForReview({ ...emptyContent, ...now.base.content, ...read(now.values).content });
    setMissing(lacking);
    const open = Object.keys({ ...lacking, ...fieldErrors(now) }).length;
    if (open > 0) setRefused("Some fields still need you before this can be sent.");
    else if (Object.keys(now.conflicts).length > 0) setRefused("Choose between the two values first.");
    else if (unsavedFields(now).length > 0 || now.id === null)
      setRefused("Not everything is saved yet. Try again when it is.");
    else {
      const answer = await call<{ reviewId: number }>(`/api/desk/developments/${now.id}/submit`, {
        revisionId: now.base.revisionId,
      });
      if (answer.ok) return location.assign(`/desk?sent=${now.id}`);
      setMissing(answer.errors);
      setRefused(answer.detail);
    }
    setSending(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  };
  const derived = periodOf({ ...emptyContent, ...content });

  return (
    <div className="panes">
      <form
        ref={form}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ErrorSummary message={refused} errors={refused ? errors : {}} />
        {state.merged && (
          <p className="msg notice" role="status">
            {state.merged.by.join(" and ")} changed {state.merged.fields.map(labelOf).join(", ").toLowerCase()}{" "}
            meanwhile; it stands in the form now.
          </p>
        )}
        <Field
          name="title"
          label="What happened"
          hint="One sentence, neutral, with who did what."
          errors={errors}
          below={below("title")}
        >
          {({ id, describedBy, invalid }) => (
            <input
              className="input"
              id={id}
              maxLength={260}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              value={values.title}
              onChange={(event) => edit({ title: event.target.value })}
            />
          )}
        </Field>
        <BodyField
          value={values.bodySlug}
          options={bodies}
          errors={errors}
          below={below("bodySlug")}
          onChange={(bodySlug) => edit({ bodySlug })}
          onMade={(body) => setBodies((list) => [...list, body])}
        />
        <FieldGroup
          name="when"
          legend="When was it decided"
          errors={withAlias(errors, "when", ["decidedOn", "datePrecision"])}
          below={below("when")}
        >
          <div className="inline">
            <label className="vh" htmlFor="f-decidedOn">
              Date, such as 16 December 2025
            </label>
            <input
              className="input when"
              id="f-decidedOn"
              placeholder="16 December 2025"
              autoComplete="off"
              value={values.when.text}
              aria-invalid={errors.when || errors.decidedOn ? true : undefined}
              aria-describedby={errors.when || errors.decidedOn ? "f-when-error" : undefined}
              onChange={(event) => edit({ when: typedWhen(event.target.value) })}
            />
            <Choices
              name="precision"
              value={values.when.precision}
              options={precisions}
              onChange={(precision) => edit({ when: { text: values.when.text, precision } })}
            />
          </div>
        </FieldGroup>
        {values.when.text !== "" && derived === null && (
          <FieldGroup
            name="period"
            legend="Before or after the withdrawal"
            hint="The date alone does not tell."
            errors={errors}
            below={below("period")}
          >
            <Choices
              name="period"
              value={values.period}
              options={periodChoices}
              onChange={(period) => edit({ period })}
            />
          </FieldGroup>
        )}
        <Field name="status" label="Status" errors={errors} below={below("status")}>
          {(parts) => (
            <Select
              parts={parts}
              value={values.status}
              options={developmentStatuses}
              say={sayStatus}
              onChange={(status) => edit({ status })}
            />
          )}
        </Field>
        <SourcesField
          rows={values.sources}
          errors={errors}
          below={below("sources")}
          onChange={(sources) => edit({ sources })}
        />
        <Field
          name="summary"
          label="Summary"
          optional
          hint="What was decided, in our own words. The first sentence stands in lists. Markdown: *emphasis*, lists, links."
          errors={errors}
          below={below("summary")}
        >
          {({ id, describedBy, invalid }) => (
            <textarea
              className="input serif-text"
              id={id}
              rows={5}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              value={values.summary}
              onChange={(event) => edit({ summary: event.target.value })}
            />
          )}
        </Field>
        <Field name="type" label="Type" optional errors={errors} below={below("type")}>
          {(parts) => (
            <Select
              parts={parts}
              value={values.type}
              options={developmentTypes}
              say={sayType}
              onChange={(type) => edit({ type })}
            />
          )}
        </Field>
        <Field
          name="takesEffect"
          label="Takes effect"
          optional
          hint="Only where the day is known."
          errors={withAlias(errors, "takesEffect", ["takesEffectOn"])}
          below={below("takesEffect")}
        >
          {({ id, describedBy, invalid }) => (
            <input
              className="input when"
              id={id}
              autoComplete="off"
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              value={values.takesEffect}
              onChange={(event) => edit({ takesEffect: event.target.value })}
            />
          )}
        </Field>
        <AreasField
          value={values.areaSlugs}
          areas={areas}
          errors={errors}
          below={below("areaSlugs")}
          onChange={(areaSlugs) => edit({ areaSlugs })}
        />
        <ActorsField
          rows={values.actors}
          options={actors}
          errors={errors}
          below={below("actors")}
          onChange={(rows) => edit({ actors: rows })}
          onMade={(actor) => setActors((list) => [...list, actor])}
        />
        <AffectedBodiesField
          value={values.affectedBodySlugs}
          options={bodies}
          errors={errors}
          below={below("affectedBodySlugs")}
          onChange={(affectedBodySlugs) => edit({ affectedBodySlugs })}
          onMade={(body) => setBodies((list) => [...list, body])}
        />
        <FieldGroup
          name="linkToWithdrawal"
          legend="Link to the withdrawal"
          hint="Direct: it is, carries out or expressly answers the memorandum. Plausible: same bodies or line of policy, no stated link."
          errors={errors}
          below={below("linkToWithdrawal")}
        >
          <Choices
            name="link"
            value={values.linkToWithdrawal}
            options={withdrawalLinks.map((value) => ({ value, label: sayLink(value) }))}
            onChange={(linkToWithdrawal) => edit({ linkToWithdrawal })}
          />
        </FieldGroup>
        <Field
          name="verificationNote"
          label="What was read"
          optional
          hint="Which pages you read and which you did not. Readers see this."
          errors={errors}
          below={below("verificationNote")}
        >
          {({ id, describedBy }) => (
            <textarea
              className="input"
              id={id}
              rows={2}
              aria-describedby={describedBy}
              value={values.verificationNote}
              onChange={(event) => edit({ verificationNote: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="noteForReviewer"
          label="Note for the reviewer"
          optional
          hint="Only people of the desk see this."
          errors={errors}
          below={below("noteForReviewer")}
        >
          {({ id, describedBy }) => (
            <textarea
              className="input"
              id={id}
              rows={2}
              aria-describedby={describedBy}
              value={values.noteForReviewer}
              onChange={(event) => edit({ noteForReviewer: event.target.value })}
            />
          )}
        </Field>
        {values.retractedBecause !== null && (
          <Field
            name="retractedBecause"
            label="Retracted because"
            hint="This revision retracts the development. Readers see the reason."
            errors={errors}
            below={below("retractedBecause")}
          >
            {({ id, describedBy, invalid }) => (
              <textarea
                className="input"
                id={id}
                rows={3}
                aria-describedby={describedBy}
                aria-invalid={invalid || undefined}
                value={values.retractedBecause ?? ""}
                onChange={(event) => edit({ retractedBecause: event.target.value })}
              />
            )}
          </Field>
        )}
        <div className="bar-bottom">
          <button className="btn" type="submit" aria-busy={sending}>
            Send to review <kbd>Ctrl Enter</kbd>
          </button>
          <a className="btn quiet" href="/desk">
            Close
          </a>
          <SaveState
            saving={saving}
            unsaved={unsavedFields(state).length}
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
        <Checklist lacking={missingForReview(whole)} />
      </aside>
    </div>
  );
}

function Checklist({ lacking }: { lacking: FieldErrors }) {
  const open = Object.entries(lacking);
  return (
    <section className="note">
      <h2>Before it can be published</h2>
      <ul className="small plain-list">
        {open.map(([field, text]) => (
          <li key={field} className="need">
            {text}
          </li>
        ))}
        <li className="faint">A second person’s yes.</li>
      </ul>
    </section>
  );
}

const labelOf = (field: FormField) => fieldLabels[contentOf[field][0] ?? "title"];

/** What was missing when it was last sent, as far as it still is. */
function keepTrue(missing: FieldErrors, whole: Parameters<typeof missingForReview>[0]): FieldErrors {
  const still = missingForReview(whole);
  return Object.fromEntries(
    Object.entries(missing).filter(([field]) => field in still || fieldOf(field) === undefined),
  );
}

/** An error of the record's field under the name of the form's field. */
function withAlias(errors: FieldErrors, name: string, others: string[]): FieldErrors {
  const found = others.map((other) => errors[other]).find((text) => text !== undefined);
  return errors[name] === undefined && found !== undefined ? { ...errors, [name]: found } : errors;
}
