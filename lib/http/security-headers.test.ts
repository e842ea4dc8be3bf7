import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashScripts, pagePolicy, securityHeaders } from "./security-headers";

const nonce = "bm9uY2Ugb2YgdGhpcyBwYWdl";
const hashOf = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
const keep = (html: string, trusted = false) => {
  const { page, hashes } = hashScripts(Buffer.from(html), nonce, trusted);
  return { html: page.toString(), hashes };
};

describe("the scripts of a kept page", () => {
  test("that carried the nonce are named by hash, and the nonce is gone", () => {
    const { html, hashes } = keep(
      `<script nonce="${nonce}">one()</script><p>Text</p><script nonce="${nonce}" id="b">two()</script>`,
    );
    expect(hashes).toEqual([hashOf("one()"), hashOf("two()")]);
    expect(html).not.toContain(nonce);
  });

  test("are hashed as they are sent, with letters of any script and without the nonce inside", () => {
    const { html, hashes } = keep(`<script nonce="${nonce}">say("Málaga – 日本", "${nonce}")</script>`);
    const sent = html.match(/<script[^>]*>(.*)<\/script>/)?.[1] ?? "";
    expect(sent).toContain("Málaga – 日本");
    expect(hashes).toEqual([hashOf(sent)]);
    // Next's inline data states lengths.
    expect(sent).toHaveLength(`say("Málaga – 日本", "${nonce}")`.length);
  });

  test.each([
    ["without a nonce", "<script>steal()</script>"],
    ["with a guessed nonce", '<script nonce="Z3Vlc3M">steal()</script>'],
    ["with an empty nonce", '<script nonce="">steal()</script>'],
    ["with the placeholder as nonce", `<script nonce="${"kept".repeat(6)}">steal()</script>`],
    ["in capitals", "<SCRIPT>steal()</SCRIPT>"],
    ["as another type", '<script type="module">steal()</script>'],
  ])("that were injected %s get no hash", (_, injected) => {
    const { hashes } = keep(`<script nonce="${nonce}">ours()</script>${injected}`);
    expect(hashes).toEqual([hashOf("ours()")]);
  });

  test("of which one is loaded from a file need no hash", () => {
    expect(keep(`<script nonce="${nonce}" src="/_next/static/x.js"></script>`).hashes).toEqual([]);
  });

  test("said twice are named once", () => {
    expect(keep(`<script nonce="${nonce}">a()</script><script nonce="${nonce}">a()</script>`).hashes).toHaveLength(1);
  });

  test("of a page made at build time, in which no request's data is, are all ours", () => {
    expect(keep("<script>boot()</script>", true).hashes).toEqual([hashOf("boot()")]);
  });
});

describe("the policy of a page", () => {
  const policy = pagePolicy("/", ["'nonce-abc'"]);
  test("runs no script that is not named, and lets nobody frame it", () => {
    expect(policy).toContain("script-src 'self' 'nonce-abc';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    for (const part of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
  });

  test("lets others frame only what is made for it", () => {
    expect(pagePolicy("/embed/chart", [])).toContain("frame-ancestors *");
    expect(pagePolicy("/embedded", [])).toContain("frame-ancestors 'none'");
  });
});

test("only a site that is reached by https tells browsers to stay there", () => {
  const names = (site: string) => securityHeaders(new URL(site)).map(([name]) => name);
  expect(names("https://plenary.example.org")).toContain("Strict-Transport-Security");
  expect(names("http://localhost:3000")).not.toContain("Strict-Transport-Security");
});
