import { spawn } from "node:child_process";
import { Agent, get } from "node:http";

/** Asks one address over and over, as many readers at once, and says how fast the answers came. */

export type Answered = { status: number; type: string; encoding: string | null; body: Buffer };
export type Speed = { perSecond: number; p50: number; p99: number };

export function ask(url: string, agent?: Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { "Accept-Encoding": "br" } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const { "content-type": type = "", "content-encoding": encoding = null } = response.headers;
        resolve({ status: response.statusCode ?? 0, type, encoding, body: Buffer.concat(chunks) });
      });
    }).once("error", reject);
  });
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

let asked = 0;

/** `{n}` is another number each time: an address that was never asked before. */
async function askWell(url: string, agent: Agent): Promise<void> {
  asked += 1;
  const { status } = await ask(url.replace("{n}", String(asked)), agent);
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
}

export async function askOften(url: string, { readers, seconds }: { readers: number; seconds: number }) {
  // Each question on connections of its own: a server ends those that nobody used for a while.
  const agent = new Agent({ keepAlive: true });
  await askWell(url, agent);
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  const reader = async () => {
    while (performance.now() < end) times.push(await timed(() => askWell(url, agent)));
  };
  await Promise.all(Array.from({ length: readers }, reader));
  agent.destroy();
  return { ...speedOf(times), perSecond: times.length / seconds };
}

export function speedOf(times: number[]): Speed {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const sum = sorted.reduce((total, time) => total + time, 0);
  return { perSecond: sorted.length / (sum / 1000), p50: at(0.5), p99: at(0.99) };
}

/** What Node's own server does with the same bytes, in a process of its own as the product is. */
export async function withControl<Result>(
  { type, encoding, body }: Answered,
  measure: (url: string) => Promise<Result>,
): Promise<Result> {
  const headers = { "Content-Type": type, ...(encoding ? { "Content-Encoding": encoding } : {}) };
  const program = `
    const chunks = [];
    process.stdin.on("data", (chunk) => chunks.push(chunk)).once("end", () => {
      const body = Buffer.concat(chunks);
      const server = require("node:http").createServer((request, response) =>
        response.writeHead(200, { ...${JSON.stringify(headers)}, "Content-Length": body.length }).end(body));
      server.listen(0, "127.0.0.1", () => console.log(server.address().port));
    });`;
  const child = spawn(process.execPath, ["--eval", program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(body);
  try {
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").once("data", resolve);
      child.once("error", reject);
    });
    return await measure(`http://127.0.0.1:${port.trim()}/`);
  } finally {
    child.kill();
  }
}
