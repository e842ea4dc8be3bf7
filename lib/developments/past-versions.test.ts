import { expect, test } from "vitest";
import { everything } from "./marks";
import { type PastVersion, PastVersions } from "./past-versions";
import { compare } from "./timeline-order";

const one = (developmentId: number, turn: number): PastVersion => ({
  ...{ developmentId, publicationId: 1_000 * turn + developmentId, position: (developmentId * 7 + turn) % 5 },
  ...{ knownFrom: turn, knownUntil: turn + 1, month: "2026-02", body: "icann", marks: [everything] },
  days: { "to-adoption": null, "to-effect": null },
});

test("pages follow each other in the order of the timeline, many versions of one day too, also after some were replaced", () => {
  const versions = new PastVersions();
  const held = new Map<number, PastVersion>();
  const replace = (developmentIds: number[], turn: number) => {
    for (const id of developmentIds) held.set(id, one(id, turn));
    versions.replace(
      developmentIds,
      developmentIds.map((id) => one(id, turn)),
    );
  };
  // Not in the order of their ids, so that numbers are in another order than developments.
  replace(
    Array.from({ length: 97 }, (_, n) => ((n * 31) % 97) + 1),
    1,
  );
  for (const changed of [[], [5, 90, 41], [96, 2, 3, 4]]) {
    replace(changed, 2);
    for (const sort of ["newest", "oldest"] as const) {
      const sign = sort === "oldest" ? 1 : -1;
      const inOrder = [...held.values()]
        .map(({ developmentId: id, position, publicationId }) => ({ id, position, publicationId }))
        .toSorted((a, b) => sign * compare(a, b));
      for (const limit of [1, 7, 200]) {
        const walked: typeof inOrder = [];
        for (let after = null; ; ) {
          const { places, total } = versions.page(versions.index.list([]), { sort, after, limit });
          expect(total).toBe(97);
          walked.push(...places);
          if (places.length < limit) break;
          after = places.at(-1) ?? null;
        }
        expect(walked).toEqual(inOrder);
      }
    }
  }
});
