import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { type Got, here, listenerWorld, settings } from "./listener-testing";

const { asked, record, get, times } = listenerWorld();

describe("a public page", () => {
  test("is rendered once and given to everybody until the record changes", async () => {
    const first = await get("/timeline?type=law&body=itu");
    expect(first).toMatchObject({ status: 200, headers: { "cache-control": "public, no-cache" } });
    expect((await get("/timeline?body=itu&type=law")).body).toEqual(first.body);
    expect(times("/timeline?body=itu&type=law")).toBe(1);
    record.version = 2;
    expect((await get("/timeline?body=itu&type=law")).body.toString()).toContain("Version 2");
  });

  test("is rendered for each reader where nothing is kept, as when measuring", async () => {
    settings.keepAnswers = false;
    try {
      for (const _ of [1, 2]) expect((await get("/timeline?type=law")).headers["cache-control"]).toBe("no-store");
    } finally {
      settings.keepAnswers = true;
    }
    expect(times("/timeline?type=law")).toBe(2);
  });

  test("is rendered anew on a new day, because it says what is ahead", async () => {
    await get("/");
    vi.setSystemTime(new Date("2026-11-24T23:59:59Z"));
    await get("/");
    expect(times("/")).toBe(1);
    vi.setSystemTime(new Date("2026-11-25T00:00:00Z"));
    await get("/");
    expect(times("/")).toBe(2);
  });

  test("is 304 for who has it, by encoding, until the record changes", async () => {
    const tags = new Map<string, string>();
    for (const encoding of ["", "gzip", "br"]) {
      const { headers } = await get("/", { "accept-encoding": encoding });
      expect(headers["content-encoding"] ?? "").toBe(encoding);
      expect(headers.vary).toBe("Accept-Encoding");
      tags.set(encoding, headers.etag ?? "");
    }
    expect(new Set(tags.values()).size).toBe(3);
    for (const [encoding, etag] of tags) {
      const asks = (tag: string) => get("/", { "accept-encoding": encoding, "if-none-match": tag });
      expect(await asks(etag)).toMatchObject({ status: 304, body: Buffer.alloc(0), headers: { etag } });
      expect(await asks(`"other", ${etag}`)).toMatchObject({ status: 304 });
      expect(await asks('"other"')).toMatchObject({ status: 200 });
      const another = [...tags.values()].find((tag) => tag !== etag) ?? "";
      expect(await asks(another)).toMatchObject({ status: 200 });
    }
    record.version = 2;
    expect(await get("/", { "if-none-match": tags.get("") ?? "" })).toMatchObject({ status: 200 });
  });

  test("says the same in every encoding", async () => {
    const [plain, zipped, brotli] = await Promise.all(
      ["", "gzip", "br"].map((encoding) => get("/", { "accept-encoding": encoding })),
    );
    expect(gunzipSync(zipped?.body ?? "")).toEqual(plain?.body);
    expect(brotliDecompressSync(brotli?.body ?? "")).toEqual(plain?.body);
    expect(Number(zipped?.headers["content-length"])).toBe(zipped?.body.length);
  });

  test("by HEAD has the headers and no body", async () => {
    const whole = await get("/");
    const head = await get("/", {}, "HEAD");
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    const { date: _, ...headers } = whole.headers;
    expect(head.headers).toMatchObject(headers);
  });

  test.each(["/", "/timeline?utm_source=x", "/cookie", "/_next/static/x.js", "/timeline?_rsc=1"])(
    "never sees a cookie: %s",
    async (url) => {
      const got = await get(url, { cookie: "next-auth.session-token=abc", rsc: url.includes("_rsc") ? "1" : "" });
      expect(got.status).toBe(200);
      expect(asked.length).toBeGreaterThan(0);
      for (const { headers } of asked) expect(headers.cookie).toBeUndefined();
    },
  );

  test("is made for whoever is signed in, since a scorer is shown less, and kept for nobody", async () => {
    const cookie = "a=b; __Secure-next-auth.session-token=signed";
    for (const url of ["/", "/", "/api/v1/developments"]) {
      const got = await get(url, { cookie });
      expect(got).toMatchObject({ status: 200, headers: { "cache-control": "private, no-store" } });
      expect(got.headers.etag).toBeUndefined();
    }
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([cookie, cookie, cookie]);
    expect((await get("/", {})).headers["cache-control"]).toBe("public, no-cache");
  });

  test("sees no network and no host but the site's own", async () => {
    await get("/", { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-for": "192.0.2.1" });
    await get("/?utm_source=x", { host: "evil.example", "x-forwarded-proto": "http" });
    expect(asked).toHaveLength(2);
    for (const { headers } of asked) {
      expect(headers).toMatchObject({ host: "plenary.example.org", "x-forwarded-proto": "https" });
      expect(headers["x-forwarded-for"]).toBeUndefined();
    }
  });

  test.each([
    ["/missing", 404],
    ["/moved", 308],
  ])("%s is kept with its status %i", async (url, status) => {
    const { date: _, ...headers } = (await get(url)).headers;
    expect(await get(url)).toMatchObject({ status, headers });
    expect(headers.location).toBe(status === 308 ? "/timeline" : undefined);
    expect(times(url)).toBe(1);
  });

  test("that sets a cookie, or is asked for with other words, is rendered for each reader", async () => {
    for (const url of ["/cookie", "/timeline?utm_source=x"]) {
      await get(url);
      const before = asked.length;
      await get(url);
      expect(asked.length).toBe(before + 1);
    }
  });

  test("that breaks is 500 without its error, and not kept", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const got = await get("/broken");
    expect(got).toMatchObject({ status: 500, headers: { "cache-control": "no-store" } });
    expect(got.body.toString()).not.toContain("A test of what breaks");
    expect(log).toHaveBeenCalledTimes(1);
    await get("/broken");
    expect(times("/broken")).toBe(2);
  });

  test("files of the build are kept for good, whatever the record says", async () => {
    const { headers } = await get("/_next/static/x.js");
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    record.version = 2;
    await get("/_next/static/x.js");
    expect(times("/_next/static/x.js")).toBe(1);
  });
});

describe("the desk", () => {
  test.each(["/desk", "/desk/reviews?q=a", "/%64esk", "/sign-in", "/api/auth/session"])(
    "%s is made for each reader, with their cookies, and no cache may hold it",
    async (url) => {
      for (const who of ["ada", "eve"]) {
        const got = await get(url, { cookie: `who=${who}` });
        expect(got).toMatchObject({ status: 200, headers: { "cache-control": "private, no-store" } });
        expect(got.headers.etag).toBeUndefined();
      }
      expect(asked.map(({ headers }) => headers.cookie)).toEqual(["who=ada", "who=eve"]);
    },
  );

  test.each(["/desk", "/%64esk"])("%s is asked of Next without what Next cannot read", async (url) => {
    await get(url, { rsc: "1", "next-router-state-tree": "x" });
    expect(asked.at(-1)?.headers).not.toHaveProperty("rsc");
    expect(asked.at(-1)?.headers).not.toHaveProperty("next-router-state-tree");
  });

  test("is compressed while it is sent, as each reader takes it", async () => {
    const read = async (encoding: string) => get("/desk", { "accept-encoding": encoding });
    const [plain, zipped, brotli] = [await read(""), await read("gzip"), await read("br;q=0.5, gzip;q=0.1")];
    const page = (got: Got) => got.body.toString().replace(/nonce="[^"]*"/, "");
    expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    expect(page({ ...zipped, body: gunzipSync(zipped.body) })).toBe(page(plain));
    expect(page({ ...brotli, body: brotliDecompressSync(brotli.body) })).toBe(page(plain));
    expect(plain.headers["content-encoding"]).toBeUndefined();
  });

  test("takes changes of this site, whole, and answers for no cache", async () => {
    const body = JSON.stringify({ changes: { title: "Málaga" } });
    const headers = { ...here, cookie: "who=ada", "content-type": "application/json" };
    const got = await get("/api/desk/developments", headers, "POST", body);
    expect(got).toMatchObject({ status: 200, headers: { "cache-control": "private, no-store" } });
    expect(asked).toMatchObject([
      { method: "POST", url: "/api/desk/developments", body, headers: { cookie: "who=ada" } },
    ]);
  });

  test("takes none of another site", async () => {
    for (const origin of ["null", "https://evil.example", "https://plenary.example.org:8443"]) {
      expect(await get("/api/desk/developments", { origin }, "POST", "{}")).toMatchObject({ status: 403 });
    }
    expect(asked).toEqual([]);
  });
});

describe("every kind of answer", () => {
  const kinds: [string, () => Promise<Got>][] = [
    ["kept", () => get("/")],
    ["kept JSON", () => get("/api/v1/developments")],
    ["unchanged", async () => get("/", { "if-none-match": (await get("/")).headers.etag ?? "" })],
    ["forwarded", () => get("/timeline?utm_source=x")],
    ["of the desk", () => get("/desk")],
    ["a file", () => get("/_next/static/x.js")],
    ["moved", () => get("/moved")],
    ["missing", () => get("/missing")],
    ["broken", () => get("/broken")],
    ["refused for its method", () => get("/", {}, "OPTIONS")],
    ["refused for its origin", () => get("/desk", {}, "POST", "a")],
    ["refused for its address", () => get("/%00")],
    ["refused for its length", () => get(`/${"a".repeat(9_000)}`)],
    ["refused for its body", () => get("/desk", here, "POST", "a".repeat(1024 * 1024 + 1))],
    [
      "while the database is away",
      () => {
        record.away = true;
        return get("/");
      },
    ],
  ];
  test.each(kinds)("%s carries a policy and the headers of the site", async (_, make) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { headers } = await make();
    expect(headers["content-security-policy"]).toMatch(/default-src '(self|none)'.*frame-ancestors 'none'/);
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  test("a kept page names its own script by hash, a forwarded one by a nonce of its own", async () => {
    const kept = await get("/");
    expect(kept.headers["content-security-policy"]).toMatch(/script-src 'self' 'sha256-[\w+/]+=';/);
    const nonces = [];
    for (const { headers, body } of [await get("/desk"), await get("/desk")]) {
      const nonce = body.toString().match(/nonce="([^"]+)"/)?.[1];
      expect(headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(2);
    expect(kept.body.toString()).not.toContain(asked[0]?.headers["x-plenary-nonce"]);
  });

  test("JSON may load nothing", async () => {
    expect((await get("/api/v1/developments")).headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

test("another method than the site answers is 405 and names those it does", async () => {
  expect(await get("/", {}, "OPTIONS")).toMatchObject({
    status: 405,
    headers: { allow: "GET, HEAD, POST, PUT, PATCH, DELETE", "cache-control": "no-store" },
  });
});
