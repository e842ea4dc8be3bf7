import { type DevelopmentContent, emptyContent } from "@/db/content";
import { type Names, say } from "@/lib/developments/compare";
import { contentOf, type FormField } from "./autosave/form-values";
import type { FieldChoice } from "./autosave/state";

/** Two people changed the same field: both values, and a choice. Nothing of either is lost until it is made. */
export function ConflictChoice(props: {
  field: FormField;
  choice: FieldChoice | undefined;
  mine: Partial<DevelopmentContent>;
  names: Names;
  onChoose: (side: "mine" | "theirs") => void;
}) {
  const { field, choice, mine, names, onChoose } = props;
  if (!choice) return null;
  const inWords = (content: Partial<DevelopmentContent>) =>
    contentOf[field]
      .filter((name) => name !== "datePrecision")
      .map((name) => say({ ...emptyContent, ...content }, name, names))
      .join("\n") || "(empty)";
  const settle = (side: "mine" | "theirs") => {
    onChoose(side);
    // The buttons are gone with the choice.
    document.querySelector<HTMLElement>(`#f-${contentOf[field][0]}, #f-${field}`)?.focus();
  };
  const who = choice.by || "Somebody else";
  return (
    <div className="conflict" role="alert">
      <p>
        <b>{who} changed this field too.</b> Choose which stays; until then yours is kept on this device.
      </p>
      <div className="two">
        <div>
          <p className="label">Yours</p>
          <p className="value">{inWords(mine)}</p>
          <button className="btn mini" type="button" onClick={() => settle("mine")}>
            Keep mine
          </button>
        </div>
        <div>
          <p className="label">{who}</p>
          <p className="value">{inWords(choice.theirs)}</p>
          <button className="btn quiet mini" type="button" onClick={() => settle("theirs")}>
            Take theirs
          </button>
        </div>
      </div>
    </div>
  );
}
