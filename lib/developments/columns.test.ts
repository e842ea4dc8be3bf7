import { expect, test } from "vitest";
import { setBit } from "./bits";
import { Columns } from "./columns";
import { compare, type Page, type Place } from "./timeline-order";

const most = 6_000;
let seed = 11;
const random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

test("a page that is picked out of a list is what sorting all of the list gives, also of long lists and before 1970", () => {
  const columns = new Columns();
  columns.makeRoom(most);
  const list = new Uint32Array(Math.ceil(most / 32));
  const places: Place[] = [];
  for (let id = 1; id < most; id++) {
    const position = Math.floor(random() * 900) - 300;
    columns.say({
      ...{ id, publicationId: id, position, month: "2026-02", body: "icann", knownFrom: 0 },
      days: { "to-adoption": null, "to-effect": null },
    });
    if (random() < 0.1) continue;
    setBit(list, id);
    places.push({ position, id });
  }
  for (const sort of ["newest", "oldest"] as const) {
    const inOrder = places.toSorted((one, other) => compare(one, other) * (sort === "oldest" ? 1 : -1));
    for (const begin of [-1, 0, 20, 3_000, inOrder.length - 3, inOrder.length - 1]) {
      for (const limit of [1, 51, 2_000]) {
        const page: Page = { sort, after: inOrder[begin] ?? null, limit };
        expect(columns.pick(list, page)).toEqual(inOrder.slice(begin + 1, begin + 1 + limit));
      }
    }
  }
});
