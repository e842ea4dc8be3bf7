import { describe, expect, test, vi } from "vitest";
import { Overloaded } from "@/lib/turns";
import { type Captured, TooLarge } from "./capture";
import { DatabaseAway } from "./data-version";
import { KeptAnswers } from "./kept";

const captured = (body: string | Buffer, rest: Partial<Captured> = {}): Captured => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: Buffer.from(body),
  nonce: "n".repeat(24),
  failed: null,
  ...rest,
});

/** Renders that end when the test says so. */
function byHand() {
  const under: { address: string; answer: (value: Captured) => void; fail: (error: Error) => void }[] = [];
  const render = vi.fn(
    (address: string) =>
      new Promise<Captured>((answer, fail) => {
        under.push({ address, answer, fail });
      }),
  );
  return { render, under };
}

const keeping = (render: (address: string) => Promise<Captured>, more = {}) =>
  new KeptAnswers({ render, statuses: [200, 404], ...more });

describe("readers of one address", () => {
  test("at the same time share one render, and later ones its answer", async () => {
    const { render, under } = byHand();
    const kept = keeping(render);
    const readers = Array.from({ length: 50 }, () => kept.get("1", "/"));
    expect(kept.find("1", "/")).toBeUndefined();
    under[0]?.answer(captured("whole"));
    const answers = await Promise.all(readers);
    expect(new Set(answers).size).toBe(1);
    expect(await kept.get("1", "/")).toBe(answers[0]);
    expect(kept.find("1", "/")).toBe(answers[0]);
    expect(render).toHaveBeenCalledTimes(1);
  });

  test("share an error, and the next one tries again", async () => {
    const { render, under } = byHand();
    const kept = keeping(render);
    const readers = [kept.get("1", "/"), kept.get("1", "/")];
    under[0]?.fail(new Error("no database"));
    for (const reader of await Promise.allSettled(readers)) expect(reader.status).toBe("rejected");
    const again = kept.get("1", "/");
    under[1]?.answer(captured("whole"));
    expect((await again)?.body.toString()).toBe("whole");
  });
});

describe("what is not kept", () => {
  test("an answer that sets a cookie: each reader gets their own", async () => {
    const render = vi.fn(async () => captured("mine", { headers: { "set-cookie": "a=b" } }));
    const kept = keeping(render);
    expect([await kept.get("1", "/"), await kept.get("1", "/")]).toEqual([null, null]);
    expect(kept.find("1", "/")).toBeUndefined();
    expect(render).toHaveBeenCalledTimes(1);
  });

  test("an answer too large for memory: likewise", async () => {
    const kept = keeping(() => Promise.reject(new TooLarge()));
    expect(await kept.get("1", "/")).toBeNull();
  });

  test.each([
    ["a render that failed, whatever its status says", { failed: { away: false } }],
    ["a status that may not hold", { status: 500 }],
  ])("%s", async (_, rest) => {
    const render = vi.fn(async () => captured("half", rest));
    const kept = keeping(render);
    expect(await kept.get("1", "/")).toMatchObject({ keep: false });
    expect(kept.find("1", "/")).toBeUndefined();
    await kept.get("1", "/");
    expect(render).toHaveBeenCalledTimes(2);
  });

  test("what is asked for once, however often", async () => {
    const render = vi.fn(async () => captured("unknown word"));
    const kept = keeping(render);
    expect(await kept.once("/?colour=red")).toMatchObject({ keep: false });
    await kept.once("/?colour=red");
    expect(render).toHaveBeenCalledTimes(2);
  });

  test("an answer for which the database went away: it is none", async () => {
    const kept = keeping(async () => captured("half", { failed: { away: true } }));
    await expect(kept.get("1", "/")).rejects.toThrow(DatabaseAway);
  });

  test("headers of one connection and of Next alone", async () => {
    const headers = { "content-type": "application/json", connection: "x", vary: "rsc", "x-nextjs-cache": "HIT" };
    const kept = keeping(async () => captured("{}", { headers: { ...headers, location: "/timeline" } }));
    const names = (await kept.get("1", "/"))?.headers.map(([name]) => name);
    expect(names).toEqual(["content-type", "location", "Content-Security-Policy"]);
  });
});

describe("a change of the data", () => {
  test("drops every answer", async () => {
    let n = 0;
    const kept = keeping(async () => captured(`${++n}`));
    await kept.get("1", "/");
    await kept.get("1", "/timeline");
    expect((await kept.get("2", "/"))?.body.toString()).toBe("3");
    expect(kept.find("1", "/")).toBeUndefined();
    expect(kept.find("2", "/timeline")).toBeUndefined();
  });

  test("keeps nobody waiting on a render of before, and does not keep its answer", async () => {
    const { render, under } = byHand();
    const kept = keeping(render);
    const before = kept.get("1", "/");
    const after = kept.get("2", "/");
    expect(render).toHaveBeenCalledTimes(2);
    under[1]?.answer(captured("new"));
    under[0]?.answer(captured("old"));
    expect([(await before)?.body.toString(), (await after)?.body.toString()]).toEqual(["old", "new"]);
    expect(kept.find("2", "/")?.body.toString()).toBe("new");
  });
});

describe("memory", () => {
  // What compression cannot make smaller.
  const noise = (seed: number) => {
    let state = seed;
    return Buffer.from(
      Array.from({ length: 10_000 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return state >> 16;
      }),
    );
  };

  test("holds no more bytes than it may: the least read goes first", async () => {
    const kept = keeping(async () => captured(noise(1)), { maxBytes: 35_000 });
    for (const address of ["/a", "/b", "/c"]) await kept.get("1", address);
    kept.find("1", "/a");
    await kept.get("1", "/d");
    const left = ["/a", "/b", "/c", "/d"].filter((address) => kept.find("1", address));
    expect(left).toEqual(["/a", "/c", "/d"]);
  });

  test("counts compressed copies too", async () => {
    const kept = keeping(async () => captured(noise(2)), { maxBytes: 45_000 });
    const [a] = [await kept.get("1", "/a"), await kept.get("1", "/b")];
    if (!a) throw new Error("Nothing was rendered.");
    for (const encoding of ["br", "gzip"] as const) await kept.pack("/a", a, encoding);
    expect(kept.find("1", "/a")).toBe(a);
    await kept.get("1", "/c");
    const left = ["/a", "/b", "/c"].filter((address) => kept.find("1", address));
    expect(left).toEqual(["/a", "/c"]);
  });

  test("takes no answer larger than all of it", async () => {
    const kept = keeping(async () => captured(noise(3)), { maxBytes: 5_000 });
    expect((await kept.get("1", "/a"))?.body).toHaveLength(10_000);
    expect(kept.find("1", "/a")).toBeUndefined();
  });

  test("compresses an answer once for all readers", async () => {
    const kept = keeping(async () => captured("x".repeat(5_000)));
    const answer = await kept.get("1", "/");
    if (!answer) throw new Error("Nothing was rendered.");
    const [one, two] = await Promise.all([kept.pack("/", answer, "br"), kept.pack("/", answer, "br")]);
    expect(one).toBe(two);
  });
});

test("a few are rendered at once, some wait in their order, the rest are told to come back", async () => {
  const { render, under } = byHand();
  const kept = keeping(render, { rendersAtOnce: 2, maxWaiting: 2 });
  const readers = ["/a", "/b", "/c", "/d"].map((address) => kept.get("1", address));
  await expect(kept.get("1", "/e")).rejects.toThrow(Overloaded);
  expect(under.map((one) => one.address)).toEqual(["/a", "/b"]);
  under[0]?.fail(new Error("broken"));
  await expect(readers[0]).rejects.toThrow("broken");
  under[1]?.answer(captured("b"));
  await readers[1];
  expect(under.map((one) => one.address)).toEqual(["/a", "/b", "/c", "/d"]);
  for (const one of under.slice(2)) one.answer(captured(one.address));
  expect((await Promise.all(readers.slice(2))).map((answer) => answer?.body.toString())).toEqual(["/c", "/d"]);
});
