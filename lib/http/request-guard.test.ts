import { createServer, request as httpRequest, IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestBody, networkOf, readBody, refusal, settleHeaders, settleNavigation, withBody } from "./request-guard";

const site = new URL("https://plenary.example.org");

function request(
  method: string,
  url = "/",
  headers: Record<string, string | undefined> = {},
  remoteAddress = "192.0.2.1",
): IncomingMessage {
  const message = new IncomingMessage(Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress }));
  message.method = method;
  message.url = url;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) message.headers[name] = value;
  return message;
}

describe("a change is taken only from a page of this site", () => {
  const here = "https://plenary.example.org";
  const origins: [origin: string | undefined, fetchSite: string | undefined, taken: boolean][] = [
    [here, undefined, true],
    [here, "same-origin", true],
    ["null", "same-origin", true],
    ["null", "cross-site", false],
    ["null", "none", false],
    ["null", undefined, false],
    [undefined, "same-origin", true],
    [undefined, "same-site", false],
    [undefined, "none", false],
    [undefined, undefined, false],
    ["", "same-origin", false],
    ["https://plenary.example.org:8443", "same-site", false],
    ["http://plenary.example.org", "cross-site", false],
    ["https://evil.example.org", "same-site", false],
    ["https://plenary.example.org.evil.example", "cross-site", false],
    ["https://PLENARY.example.org", "same-origin", false],
    [`${here}, https://evil.example`, "same-origin", false],
    ["https://evil.example", "same-origin", false],
  ];
  const types = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    undefined,
  ];

  test.each(origins)("origin %j, fetched %j: %s", (origin, fetchSite, taken) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      for (const type of types) {
        const headers = { origin, "sec-fetch-site": fetchSite, "content-type": type, host: "evil.example" };
        const answer = refusal(request(method, "/desk", headers), site);
        expect([method, type, answer?.status ?? null]).toEqual([method, type, taken ? null : 403]);
      }
    }
  });

  test.each(origins)("reading is open to origin %j, fetched %j", (origin, fetchSite) => {
    for (const method of ["GET", "HEAD"]) {
      expect(refusal(request(method, "/", { origin, "sec-fetch-site": fetchSite }), site)).toBeNull();
    }
  });
});

test.each(["OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", ""])("the method %j is refused by name", (method) => {
  expect(refusal(request(method), site)).toMatchObject({
    status: 405,
    headers: { Allow: "GET, HEAD, POST, PUT, PATCH, DELETE" },
  });
});

describe("an address", () => {
  test.each([
    ["of 8,000 characters is taken", `/${"a".repeat(7_999)}`, null],
    ["that is longer is not", `/${"a".repeat(8_000)}`, 414],
    ["with a query that decodes to a control is taken: the filters name it", "/timeline?q=%00", null],
    ["in any script is taken", "/developments/%E6%97%A5", null],
    ["with a NUL", "/developments/%00", 400],
    ["that climbs out of where it begins", "/embed/x/../../sign-in", 400],
    ["that climbs in other letters", "/embed/%2e%2e/desk/scores", 400],
    ["with dots in a name is taken", "/developments/a..b", null],
    ["with a line break", "/developments/a%0d%0aSet-Cookie:x", 400],
    ["with a C1 control", "/developments/%C2%85", 400],
    ["with bytes that are no text", "/developments/%FF", 400],
    ["with words in bytes that are no text", "/timeline?q=%ff%fe", 400],
    ["with a word that is half an escape, or the sign for no text, is taken", "/timeline?q=100%&body=%EF%BF%BD", null],
    ["with half an escape", "/developments/%", 400],
    ["with a backslash", "/\\example.org", 400],
    ["of another site", "http://example.org/", 400],
    ["without a path", "*", 400],
  ])("%s", (_, url, status) => {
    expect(refusal(request("GET", url), site)?.status ?? null).toBe(status);
  });
});

describe("what a request says of itself", () => {
  const forged = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "198.51.100.7, 203.0.113.9",
    "x-forwarded-server": "evil",
    forwarded: "for=1.2.3.4",
    "x-plenary-network": "203.0.113.1",
    "x-plenary-nonce": "mine",
    "x-plenary-render": "mine",
    "content-security-policy": "default-src *",
    "content-security-policy-report-only": "x",
    "x-middleware-subrequest": "proxy:proxy",
    cookie: "a=b",
    accept: "text/html",
    "x-plenary-signature": "of a provider's report",
  };
  const settled = (trustProxy: boolean) => {
    const message = request("GET", "/", forged);
    settleHeaders(message, site, trustProxy);
    return message.headers;
  };

  test("of hosts, proxies and our own headers does not count", () => {
    expect(settled(false)).toEqual({
      host: "plenary.example.org",
      "x-forwarded-host": "plenary.example.org",
      "x-forwarded-proto": "https",
      "x-plenary-network": "192.0.2.1",
      cookie: "a=b",
      accept: "text/html",
      "x-plenary-signature": "of a provider's report",
    });
  });

  test("of its network counts only as the last proxy saw it, where a proxy is trusted", () => {
    expect(settled(true)["x-plenary-network"]).toBe("203.0.113.9");
    expect(settled(true)["x-forwarded-for"]).toBeUndefined();
  });
});

describe("what Next's navigation says of the page before", () => {
  const settled = (tree: string | undefined) => {
    const said = { rsc: "1", "next-router-prefetch": "1", "next-router-state-tree": tree, accept: "*/*" };
    const message = request("GET", "/desk", said);
    settleNavigation(message);
    return Object.keys(message.headers);
  };

  test.each([
    "",
    "x",
    "%",
    "%FF",
    "{}",
    "[]",
    "null",
    '["",{"children":1}]',
    encodeURIComponent('["",{},null,"never"]'),
    "[".repeat(3_000),
    `["${"a".repeat(4_000)}",{}]`,
  ])("is left out where it cannot be read: %.40s", (tree) => {
    expect(settled(tree)).toEqual(["accept"]);
  });

  test("stays where it can be read, or is not there", () => {
    const tree = encodeURIComponent('["",{"children":["desk",{"children":["__PAGE__",{}]}]},null,null,16]');
    expect(settled(tree)).toEqual(["rsc", "next-router-prefetch", "next-router-state-tree", "accept"]);
    expect(settled(undefined)).toEqual(["rsc", "next-router-prefetch", "accept"]);
  });
});

test.each(["/timeline?__proto__=x", "/api/v1/facets?q=a?b&%5F_proto__"])(
  "%s asks for nothing that can be meant",
  (url) => {
    expect(refusal(request("GET", url), site)?.status).toBe(400);
  },
);

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:1::", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ["192.0.2.1:5555", "192.0.2.1"],
  ["[2001:db8:1:2::9]:80", "2001:db8:1:2::/64"],
  ["::ffff:102:304", "1.2.3.4"],
  ["[::ffff:192.0.2.1]:443", "192.0.2.1"],
  ["", "unknown"],
])("the network of %j is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe("a body", () => {
  let server: Server;
  let port: number;
  const taken: string[] = [];
  beforeAll(async () => {
    server = createServer(async (message, response) => {
      const body = await readBody(message, response).catch(() => null);
      if (!body) return;
      const chunks: Buffer[] = [];
      for await (const chunk of withBody(message, body)) chunks.push(chunk);
      taken.push(`${message.url} ${Buffer.concat(chunks).length}`);
      response.end("taken");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function send(url: string, chunks: Buffer[], headers: Record<string, string> = {}) {
    return new Promise<{ status: number; headers: IncomingMessage["headers"]; text: string }>((resolve, reject) => {
      const sending = httpRequest({ host: "127.0.0.1", port, path: url, method: "POST", headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sending.on("error", reject);
      for (const chunk of chunks) sending.write(chunk);
      sending.end();
    });
  }
  const megabyte = Buffer.alloc(largestBody, 97);

  test("of 1 MB is taken whole, in one piece or in many", async () => {
    const pieces = Array.from({ length: 64 }, () => megabyte.subarray(0, largestBody / 64));
    expect(await send("/whole", [megabyte], { "content-length": `${largestBody}` })).toMatchObject({ status: 200 });
    expect(await send("/chunked", pieces)).toMatchObject({ status: 200 });
    expect(await send("/empty", [])).toMatchObject({ status: 200 });
    expect(taken).toEqual([`/whole ${largestBody}`, `/chunked ${largestBody}`, "/empty 0"]);
  });

  test("that says it is larger is refused before it is read", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write(`POST /api/desk HTTP/1.1\r\nHost: x\r\nContent-Length: ${largestBody + 1}\r\n\r\n`);
      });
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("that grows larger is refused while it comes, and the sender sees why", async () => {
    const answer = await send("/api/desk", [megabyte, Buffer.from("a")]);
    expect(answer).toMatchObject({ status: 413, headers: { connection: "close" } });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 413, detail: expect.stringContaining("1 MB") });
    expect(taken.filter((one) => one.startsWith("/api"))).toEqual([]);
  });

  test("whose sender goes away is not taken", async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("POST /gone HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", () => socket.destroy());
      });
      socket.once("close", () => resolve());
    });
    expect(await send("/after", [])).toMatchObject({ status: 200 });
    expect(taken.filter((one) => one.startsWith("/gone"))).toEqual([]);
  });
});
