import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { connect } from "../db/client";
import { startEmbedded } from "../db/embedded/start";
import { embeddedConnection } from "../lib/env";
import { scriptedServer } from "../lib/mail/scripted-server";
import { startProcess } from "../scripts/start-process";
import { commandOn, signIn } from "./fixtures";
import { openProxy } from "./proxy";

export type Running = Awaited<ReturnType<typeof startProcess>>;

/** A PostgreSQL of its own with the starter data, a mail server, and a proxy before as many web processes as ports. */
export async function openInstallation(ports: number[]) {
  const dataDir = await mkdtemp(join(tmpdir(), "plenary-installation-"));
  const embedded = await startEmbedded(dataDir, () => {});
  const client = connect(embeddedConnection(embedded.socketFolder), { max: 2 });
  const proxy = await openProxy(ports);
  const mail = await scriptedServer();
  const { url } = proxy;
  const operate = (script: string, ...args: string[]) => commandOn({ dataDir, url }, script, ...args);
  await operate("seed");
  const running = new Set<Running>();
  const started = async (options: Partial<Parameters<typeof startProcess>[0]>) => {
    const made = await startProcess({ port: 0, dataDir, ...options });
    running.add(made);
    return made;
  };
  const startWeb = (port: number) => started({ port, web: true, settings: { BASE_URL: url } });
  const startWorker = () => started({ worker: true, settings: { BASE_URL: url, PORT: "3000", SMTP_URL: mail.url } });
  const close = async () => {
    await Promise.all([...running].map((one) => one.stop()));
    proxy.close();
    await mail.close();
    await client.close();
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  /** Somebody of the desk in a window of their own, signed in through the proxy. */
  const newPerson = async (browser: Browser, role: "editor" | "admin", email: string): Promise<Page> => {
    const link = await operate("user", "add", email, "--name", email.split("@")[0] ?? "", "--role", role);
    const page = await (await browser.newContext({ baseURL: url })).newPage();
    await signIn(page, link);
    return page;
  };
  return { dataDir, url, ports, proxy, mail, sql: client.sql, operate, startWeb, startWorker, newPerson, close };
}

export type Open = Awaited<ReturnType<typeof openInstallation>>;
