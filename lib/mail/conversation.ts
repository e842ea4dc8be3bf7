import type { Socket } from "node:net";

/** Mail transactions (RFC 5321) over a connection that is open, secured and signed in. */

export type Reply = { code: number; text: string };

/** What the server answered to a letter. `keptBack`: it asked for the text and did not get it. */
export type Handed =
  | { step: "sender" | "recipient" | "data" | "text"; reply: Reply }
  | { step: "keptBack" }
  | { step: "broken"; began: boolean; reason: string };

type Letter = { from: string; to: string; message: Buffer; begin: () => Promise<boolean> };

const path = /^[^\s<>]+$/;
/** More than any reply; a server that sends more without an end is not one. */
const longestReply = 64 * 1024;

export class Conversation {
  readonly #socket: Socket;
  readonly #extensions: readonly string[];
  #received = "";
  #lines: string[] = [];
  readonly #replies: Reply[] = [];
  #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | null = null;
  #ended: Error | null = null;

  /** `extensions` as the server named them in its greeting (EHLO). */
  constructor(socket: Socket, extensions: readonly string[]) {
    this.#socket = socket;
    this.#extensions = extensions;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.once("close", () => this.#end(new Error("The mail server ended the connection.")));
    socket.once("end", () => this.#end(new Error("The mail server ended the connection.")));
    socket.once("timeout", () => this.#end(new Error("The mail server did not answer in time.")));
    socket.once("error", (error) => this.#end(error));
  }

  get open(): boolean {
    return this.#ended === null && this.#socket.writable;
  }

  /** Hands one letter over. The text is sent once `begin` has said yes, in one piece. Throws what `begin` throws. */
  async hand(letter: Letter): Promise<Handed> {
    const asked = await this.#offer(letter);
    if (asked) return asked;
    if (!(await letter.begin())) return { step: "keptBack" };
    // It took longer than the server waits.
    if (!this.open)
      return { step: "broken", began: false, reason: this.#ended?.message ?? "The connection is closed." };
    try {
      this.#socket.write(wrapped(letter.message));
      return { step: "text", reply: await this.#next() };
    } catch (error) {
      return { step: "broken", began: true, reason: sayReason(error) };
    }
  }

  /** Names sender and recipient; null where the server asks for the text. */
  async #offer({ from, to, message }: Letter): Promise<Handed | null> {
    // What the address holds would be read as more than an address.
    if (!path.test(to)) return { step: "recipient", reply: { code: 553, text: "This is no address." } };
    try {
      const size = this.#extensions.includes("SIZE") ? ` SIZE=${message.length}` : "";
      const [sender, recipient, data] = await this.#ask([`MAIL FROM:<${from}>${size}`, `RCPT TO:<${to}>`, "DATA"]);
      const refusal = [
        { step: "sender", reply: sender },
        { step: "recipient", reply: recipient },
        { step: "data", reply: data },
      ].find(({ reply }) => reply && reply.code >= 400) as { step: "sender" | "recipient" | "data"; reply: Reply };
      if (refusal) {
        // One that goes on although nobody is left to write to is told that nothing comes (RFC 2920, 3.1).
        if (data?.code === 354) await this.#ask(["."]);
        if (refusal.reply.code !== 421) await this.#ask(["RSET"]);
        return refusal;
      }
      if (data?.code !== 354) throw new Error(`The mail server answered “${data?.text}” to DATA.`);
      return null;
    } catch (error) {
      return { step: "broken", began: false, reason: sayReason(error) };
    }
  }

  /** All at once where the server can do so (RFC 2920); else one by one, as long as none is refused. */
  async #ask(commands: string[]): Promise<Reply[]> {
    const together = this.#extensions.includes("PIPELINING");
    if (together) this.#socket.write(`${commands.join("\r\n")}\r\n`);
    const replies: Reply[] = [];
    for (const command of commands) {
      if (!together) this.#socket.write(`${command}\r\n`);
      const reply = await this.#next();
      replies.push(reply);
      if (reply.code === 421 || (!together && reply.code >= 400)) break;
    }
    return replies;
  }

  #next(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const reply = this.#replies.shift();
      if (reply) resolve(reply);
      else if (this.#ended) reject(this.#ended);
      else this.#waiting = { resolve, reject };
    });
  }

  #read(chunk: Buffer): void {
    this.#received += chunk.toString("latin1");
    for (let end = this.#received.indexOf("\n"); end >= 0; end = this.#received.indexOf("\n")) {
      const line = this.#received.slice(0, end).replace(/\r$/, "");
      this.#received = this.#received.slice(end + 1);
      this.#lines.push(line);
      // A hyphen behind the code: more lines follow.
      if (!/^\d{3}-/.test(line)) this.#take();
    }
    const waiting = this.#lines.reduce((sum, line) => sum + line.length, this.#received.length);
    if (waiting > longestReply) this.#socket.destroy(new Error("The mail server's reply has no end."));
  }

  #take(): void {
    const lines = this.#lines.splice(0);
    const text = Buffer.from(lines.join("\n"), "latin1").toString("utf8");
    const code = Number(/^[2-5]\d\d/.exec(lines.at(-1) ?? "")?.[0]);
    if (!code) {
      this.#socket.destroy(new Error(`“${text.slice(0, 100)}” is no reply of a mail server.`));
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting.resolve({ code, text });
    else this.#replies.push({ code, text });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}

const sayReason = (error: unknown) => (error instanceof Error ? error.message : String(error));

const newLine = Buffer.from("\r\n");
const endOfText = Buffer.from(".\r\n");

/** A dot that begins a line is doubled (RFC 5321, 4.5.2). Lines end with CR LF already; see raw.ts. */
function wrapped(message: Buffer): Buffer {
  const text =
    message[0] === 0x2e || message.includes("\n.")
      ? Buffer.from(message.toString("latin1").replace(/^\./gm, ".."), "latin1")
      : message;
  return Buffer.concat(text.subarray(-2).equals(newLine) ? [text, endOfText] : [text, newLine, endOfText]);
}
