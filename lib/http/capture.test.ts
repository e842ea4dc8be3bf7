import { describe, expect, test } from "vitest";
import { capture, type Handle, TooLarge } from "./capture";
import { noteFailedRender, renderHeader } from "./render-errors";

const site = new URL("https://plenary.example.org");
const render = (handle: Handle) => capture(handle, "/timeline?body=itu", site);

describe("an answer rendered for no reader in particular", () => {
  test("is whole, with its status and headers, however it was written", async () => {
    const captured = await render(async (_, response) => {
      response.writeHead(404, { "Content-Type": "text/html", "X-Test": ["a", "b"] });
      response.write("<p>Mál");
      response.write(Buffer.from("aga"));
      response.end("</p>", "utf8");
    });
    expect(captured).toMatchObject({ status: 404, headers: { "content-type": "text/html" }, failed: null });
    expect(captured.body.toString()).toBe("<p>Málaga</p>");
  });

  test("is asked for by the name of the site, without a cookie or a network", async () => {
    await render(async (request, response) => {
      const {
        "content-security-policy": policy,
        "x-plenary-nonce": nonce,
        [renderHeader]: id,
        ...rest
      } = request.headers;
      expect(request).toMatchObject({ method: "GET", url: "/timeline?body=itu" });
      expect(rest).toEqual({
        host: "plenary.example.org",
        "x-forwarded-host": "plenary.example.org",
        "x-forwarded-proto": "https",
        "user-agent": "plenary",
      });
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(id).toBeTruthy();
      response.end();
    });
  });

  test("has a nonce of its own each time", async () => {
    const end: Handle = async (_, response) => void response.end();
    expect((await render(end)).nonce).not.toBe((await render(end)).nonce);
  });

  test("is marked where an error was noted under way, although it says 200", async () => {
    const captured = await render(async (request, response) => {
      response.end("half");
      setImmediate(() => noteFailedRender(String(request.headers[renderHeader]), false));
    });
    expect(captured).toMatchObject({ status: 200, failed: { away: false } });
  });

  test("is given up where it outgrows memory, also while it is still being written", async () => {
    const endless: Handle = async (_, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      while (!response.destroyed) response.write(chunk);
      await new Promise(() => {});
    };
    await expect(render(endless)).rejects.toThrow(TooLarge);
  });

  test("that breaks off or throws is an error", async () => {
    const brokenOff: Handle = async (_, response) => void response.destroy();
    await expect(render(brokenOff)).rejects.toThrow("broke off");
    await expect(render(() => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  });
});
