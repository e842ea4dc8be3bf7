"use client";

import { StepWord } from "@/components/developments/glyphs";
import { ActionForm, Submit } from "@/components/ui/form";
import type { FormAction, FormState } from "@/lib/http/action";
import { confidences, type DirectionGiven, directionsGiven, longestReason, sayConfidence } from "@/lib/scores/schema";

const words: Record<DirectionGiven, { step: string; word: string }> = {
  "-2": { step: "strongly-restricts", word: "–2 strongly restricts" },
  "-1": { step: "restricts", word: "–1 restricts" },
  "0": { step: "neutral", word: "0 no change" },
  "1": { step: "opens", word: "+1 opens" },
  "2": { step: "strongly-opens", word: "+2 strongly opens" },
  unclear: { step: "unscored", word: "unclear" },
};

/** What each direction means in the area. */
type Scale = Record<Exclude<DirectionGiven, "unclear">, string>;

type Own = { id: number; direction: number | null; confidence: number | null; reason: string };

/** One person's score of one impact, with the scale of the area beside each step. Arrows choose, Enter saves. */
export function ScoreForm(props: {
  action: FormAction;
  id: number;
  area: { slug: string; scale: Scale; version: number };
  /** The one area whose impacts follow each other; null: all impacts of a development do. */
  only: string | null;
  own: Own | null;
  /** Goes on from the score before: the first choice has the focus. */
  goesOn: boolean;
}) {
  const { action, id, area, only, own, goesOn } = props;
  return (
    <ActionForm action={action} className="stack score-form">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="area" value={area.slug} />
          <input type="hidden" name="version" value={area.version} />
          <input type="hidden" name="over" value={own?.id ?? ""} />
          {only && <input type="hidden" name="only" value={only} />}
          <Direction state={state} scale={area.scale} own={own} goesOn={goesOn} />
          <Confidence state={state} own={own} />
          <Reason state={state} own={own} />
          <div className="bar-bottom">
            <Submit>
              {own ? "Change my score" : "Save and go on"} <kbd>Enter</kbd>
            </Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

const directionOf = (own: Own | null): string | undefined =>
  own === null ? undefined : own.direction === null ? "unclear" : String(own.direction);

function Direction(props: { state: FormState; scale: Scale; own: Own | null; goesOn: boolean }) {
  const { state, scale, own, goesOn } = props;
  const chosen = state.values?.direction ?? directionOf(own);
  const error = state.errors?.direction;
  return (
    <fieldset aria-describedby={error ? "direction-error" : undefined}>
      <legend>Effect on an open, free and global internet</legend>
      {error && (
        <p className="field-error" id="direction-error">
          {error}
        </p>
      )}
      {directionsGiven.map((value, index) => (
        <label key={value} className="radio score-step">
          <input
            type="radio"
            name="direction"
            value={value}
            defaultChecked={chosen === value}
            // biome-ignore lint/a11y/noAutofocus: whoever saved goes on here, without reaching for the mouse
            autoFocus={goesOn && index === 0}
            required
          />
          <StepWord {...words[value]} />
          <span className="small soft">{value === "unclear" ? "The record does not let one say." : scale[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Confidence({ state, own }: { state: FormState; own: Own | null }) {
  const chosen = state.values?.confidence ?? (own?.confidence ? String(own.confidence) : undefined);
  const error = state.errors?.confidence;
  return (
    <fieldset aria-describedby={error ? "confidence-error" : undefined}>
      <legend>How sure are you</legend>
      {error && (
        <p className="field-error" id="confidence-error">
          {error}
        </p>
      )}
      <div className="inline">
        {confidences.map((value) => (
          <label key={value} className="radio">
            <input type="radio" name="confidence" value={value} defaultChecked={chosen === value} required />
            {value}, {sayConfidence[value]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Reason({ state, own }: { state: FormState; own: Own | null }) {
  const error = state.errors?.reason;
  return (
    <div>
      <label className="label" htmlFor="reason">
        Why, in one sentence
      </label>
      <p className="small soft" id="reason-seen">
        Readers see it with your name.
      </p>
      {error && (
        <p className="field-error" id="reason-error">
          {error}
        </p>
      )}
      <input
        className="input"
        id="reason"
        name="reason"
        maxLength={longestReason}
        autoComplete="off"
        defaultValue={state.values?.reason ?? own?.reason ?? ""}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "reason-error reason-seen" : "reason-seen"}
        required
      />
    </div>
  );
}

/** What scorers say to each other where they disagree. */
export function DiscussForm({ action, id, area }: { action: FormAction; id: number; area: string }) {
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="area" value={area} />
          <div>
            <label className="label" htmlFor={`say-${area}`}>
              Say something to the other scorers
            </label>
            {state.errors?.text && <p className="field-error">{state.errors.text}</p>}
            <input className="input" id={`say-${area}`} name="text" maxLength={600} defaultValue={state.values?.text} />
          </div>
          <div>
            <Submit className="btn quiet mini">Say it</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
