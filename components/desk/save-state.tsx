import { Check, CircleAlert, CloudOff, LoaderCircle } from "lucide-react";
import type { Saving } from "./autosave/use-draft";

/** Where the typed stands: always to be seen, announced when it changes. */
export function SaveState(props: {
  saving: Saving;
  /** Fields that cannot be saved as they are. */
  stuck: number;
  /** Whether something waits for a pause in the typing. */
  typing: boolean;
  conflicts: number;
}) {
  const { saving, stuck, typing, conflicts } = props;
  if (saving.state === "waiting") {
    return (
      <span className="saved error" role="status">
        <CloudOff className="i" aria-hidden="true" />
        <span>
          {saving.why} What you typed is kept on this device and sent again.{" "}
          {saving.signIn && (
            <a href="/sign-in" target="_blank" rel="noreferrer">
              Sign in in a new tab
            </a>
          )}
        </span>
      </span>
    );
  }
  if (saving.state === "saving") {
    return (
      <span className="saved" role="status">
        <LoaderCircle className="i" aria-hidden="true" />
        Saving
      </span>
    );
  }
  if (conflicts > 0) {
    return (
      <span className="saved warn" role="status">
        <CircleAlert className="i" aria-hidden="true" />
        {conflicts === 1 ? "One field waits for your choice" : `${conflicts} fields wait for your choice`}
      </span>
    );
  }
  if (stuck > 0) {
    return (
      <span className="saved warn" role="status">
        <CircleAlert className="i" aria-hidden="true" />
        {stuck === 1 ? "One field cannot be saved as it is" : `${stuck} fields cannot be saved as they are`}
      </span>
    );
  }
  // Not announced: it comes and goes with every word.
  if (typing) return <span className="saved">Not saved yet</span>;
  if (saving.state === "saved") {
    return (
      <span className="saved" role="status">
        <Check className="i" aria-hidden="true" />
        Saved as revision {saving.number}
      </span>
    );
  }
  return (
    <span className="saved" role="status">
      Saved as you type
    </span>
  );
}
