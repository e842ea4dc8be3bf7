import { type AddressInfo, createServer } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { smtpCourier } from "./courier";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function server(options: SMTPServerOptions = { disabledCommands: ["STARTTLS"] }) {
  const seen = { connections: 0, letters: [] as string[] };
  const made = new SMTPServer({
    ...options,
    onConnect: (_session, answer) => {
      seen.connections += 1;
      answer();
    },
    onAuth: ({ username, password }, _session, answer) =>
      username === "plenary" && password === "p@ss word"
        ? answer(null, { user: username })
        : answer(new Error("Invalid username or password")),
    onData: async (stream, _session, answer) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch {
        // Kept back: the sender went away in the middle.
        return;
      }
      seen.letters.push(Buffer.concat(chunks).toString());
      answer();
    },
  });
  made.on("error", () => {});
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise<void>((resolve) => made.close(resolve)));
  return { seen, port: (made.server.address() as AddressInfo).port };
}

const parcel = (n: number, begin = async () => true) => ({
  from: "plenary@example.org",
  to: `reader-${n}@example.org`,
  message: Buffer.from(`Subject: Number ${n}\r\n\r\n.A line that begins with a dot\r\n`),
  readable: () => ({ to: "", subject: "", text: "" }),
  begin,
});

test("letters go one after the other over one connection, signed in, dots and all", async () => {
  const { seen, port } = await server();
  const courier = smtpCourier(`smtp://plenary:p%40ss%20word@127.0.0.1:${port}`, 5_000);
  ends.push(() => courier.close());
  for (const n of [1, 2, 3]) expect((await courier.deliver(parcel(n))).kind).toBe("accepted");
  expect(seen.connections).toBe(1);
  expect(seen.letters[2]).toBe("Subject: Number 3\r\n\r\n.A line that begins with a dot\r\n");
});

test("a letter that is kept back at the last moment is not sent, and the next one is", async () => {
  const { seen, port } = await server();
  const courier = smtpCourier(`smtp://plenary:p%40ss%20word@127.0.0.1:${port}`, 5_000);
  ends.push(() => courier.close());
  expect(await courier.deliver(parcel(1, async () => false))).toEqual({ kind: "stopped" });
  expect((await courier.deliver(parcel(2))).kind).toBe("accepted");
  expect(seen.letters).toHaveLength(1);
});

test.each(["the address", "the text"] as const)(
  "a server that answers 421 to %s and hangs up said “later”, not nothing",
  async (what) => {
    const busy = Object.assign(new Error("4.7.0 slow down"), { responseCode: 421 });
    const made = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      onRcptTo: (_address, _session, answer) => answer(what === "the address" ? busy : null),
      onData: (stream, _session, answer) => {
        stream.resume();
        stream.once("end", () => answer(busy));
      },
    });
    made.on("error", () => {});
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise<void>((resolve) => made.close(resolve)));
    const courier = smtpCourier(`smtp://127.0.0.1:${(made.server.address() as AddressInfo).port}`, 5_000);
    ends.push(() => courier.close());
    const outcome = await courier.deliver(parcel(1));
    expect(outcome).toMatchObject({ kind: "later", slow: true, reply: expect.stringContaining("slow down") });
  },
);

test("a wrong password loses no letter: the server counts as away, and says why", async () => {
  const { seen, port } = await server();
  const courier = smtpCourier(`smtp://plenary:wrong@127.0.0.1:${port}`, 5_000);
  ends.push(() => courier.close());
  const outcome = await courier.deliver(parcel(1));
  expect(outcome).toMatchObject({ kind: "away", reply: expect.stringContaining("Invalid") });
  expect(seen.letters).toEqual([]);
});

test("a connection is secured where the server offers it, before the password is sent", async () => {
  const secured: boolean[] = [];
  const { seen, port } = await server({
    onMailFrom: (_address, session, answer) => {
      secured.push(session.secure);
      answer();
    },
  });
  const courier = smtpCourier(`smtp://plenary:p%40ss%20word@127.0.0.1:${port}?tls.rejectUnauthorized=false`, 5_000);
  ends.push(() => courier.close());
  for (const n of [1, 2]) expect((await courier.deliver(parcel(n))).kind).toBe("accepted");
  expect(secured).toEqual([true, true]);
  expect(seen.connections).toBe(1);
});

test.each([true, false])(
  "after a refused address the next letter goes (commands one by one: %s)",
  async (hidePIPELINING) => {
    const { seen, port } = await server({
      hidePIPELINING,
      disabledCommands: ["STARTTLS"],
      onRcptTo: ({ address }, _session, answer) =>
        answer(
          address.startsWith("reader-1@")
            ? Object.assign(new Error("5.1.1 no such person"), { responseCode: 550 })
            : null,
        ),
    });
    const courier = smtpCourier(`smtp://plenary:p%40ss%20word@127.0.0.1:${port}`, 5_000);
    ends.push(() => courier.close());
    let begun = 0;
    const begin = async () => {
      begun += 1;
      return true;
    };
    expect(await courier.deliver(parcel(1, begin))).toMatchObject({ kind: "refused", whom: "recipient" });
    expect((await courier.deliver(parcel(2, begin))).kind).toBe("accepted");
    expect(begun).toBe(1);
    expect(seen.letters).toHaveLength(1);
    expect(seen.connections).toBe(1);
  },
);

test("a server that finds one letter too large refuses that one, and not its sender", async () => {
  const { seen, port } = await server({ size: 2_000, disabledCommands: ["STARTTLS"] });
  const courier = smtpCourier(`smtp://plenary:p%40ss%20word@127.0.0.1:${port}`, 5_000);
  ends.push(() => courier.close());
  const large = { ...parcel(1), message: Buffer.concat([parcel(1).message, Buffer.alloc(3_000, "x")]) };
  expect(await courier.deliver(large)).toMatchObject({ kind: "refused", whom: "recipient" });
  expect((await courier.deliver(parcel(2))).kind).toBe("accepted");
  expect(seen.letters).toHaveLength(1);
});

test("a server that wants the text although it refused the address gets none", async () => {
  let heard = "";
  const rude = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 rude\r\n");
    socket.on("data", (chunk) => {
      heard += chunk;
      for (const line of String(chunk).split("\r\n").slice(0, -1)) {
        if (line.startsWith("EHLO")) socket.write("250-rude\r\n250 PIPELINING\r\n");
        else if (line.startsWith("RCPT")) socket.write("550-no\r\n550 such person\r\n");
        else socket.write(line === "DATA" ? "354 go on\r\n" : line === "." ? "554 nobody\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => rude.close(resolve)));
  const courier = smtpCourier(`smtp://127.0.0.1:${(rude.address() as AddressInfo).port}`, 5_000);
  ends.push(() => courier.close());
  const outcome = await courier.deliver(parcel(1));
  expect(outcome).toEqual({ kind: "refused", whom: "recipient", reply: "550-no\n550 such person" });
  expect(heard).not.toContain("Subject");
  expect(heard).toMatch(/DATA\r\n\.\r\nRSET\r\n$/);
});

test("a server that hangs up before the text was sent has nothing: the letter waits for another", async () => {
  const hasty = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 hasty\r\n");
    socket.on("data", (chunk) => {
      for (const line of String(chunk).split("\r\n").slice(0, -1)) {
        if (line !== "DATA") socket.write("250 ok\r\n");
        else socket.end("354 go on\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => hasty.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => hasty.close(resolve)));
  const courier = smtpCourier(`smtp://127.0.0.1:${(hasty.address() as AddressInfo).port}`, 5_000);
  ends.push(() => courier.close());
  const begin = async () => {
    // The sender's end of the connection closes when it has read the server's.
    const count = () => new Promise<number>((resolve) => hasty.getConnections((_error, n) => setImmediate(resolve, n)));
    while ((await count()) > 0);
    return true;
  };
  expect(await courier.deliver(parcel(1, begin))).toMatchObject({ kind: "away" });
});
