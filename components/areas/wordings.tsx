import { Pieces } from "@/components/developments/changes";
import { Since } from "@/components/ui/day";
import type { AreaVersion } from "@/lib/areas/history";
import { changedWords, fieldsOf, type WordingField } from "@/lib/areas/wording";
import { compareWords } from "@/lib/developments/compare";
import { sayMedian } from "@/lib/labels";

/** Every wording an area had, the newest first, each with what it changed and how many scores rest on it. */
export function Wordings({ versions }: { versions: AreaVersion[] }) {
  return (
    <ol className="wordings">
      {versions.map((version, index) => (
        <li key={version.number}>
          <p>
            <b>Version {version.number}</b>{" "}
            <span className="small soft">
              <Since at={version.writtenAt} />
              {version.author && `, ${version.author}`}. {sayScores(version.scores, index === 0)}
            </span>
          </p>
          {version.reason && <p className="reason">{version.reason}</p>}
          <Changed version={version} before={versions[index + 1]} />
        </li>
      ))}
    </ol>
  );
}

function sayScores(n: number, stands: boolean): string {
  if (n === 0) return stands ? "No score was given against it yet." : "No score was given against it.";
  return `${n} ${n === 1 ? "score was" : "scores were"} given against it.`;
}

/** What differs from the version before; of the first all its words. */
function Changed({ version, before }: { version: AreaVersion; before: AreaVersion | undefined }) {
  if (!before) return <Words version={version} />;
  const [was, is] = [fieldsOf(before), fieldsOf(version)];
  return (
    <dl>
      {changedWords(before, version).map((field) => (
        <div key={field}>
          <dt>{sayField(field)}</dt>
          <dd className="lines">
            <Pieces pieces={compareWords(was[field], is[field])} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Words({ version }: { version: AreaVersion }) {
  const words = Object.entries(fieldsOf(version)) as [WordingField, string][];
  return (
    <details className="same">
      <summary>Its words</summary>
      <dl>
        {words.map(([field, text]) => (
          <div key={field}>
            <dt>{sayField(field)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const sayField = (field: WordingField): string =>
  field === "name" ? "Name" : field === "definition" ? "Definition" : sayMedian(Number(field.slice("step".length)));
