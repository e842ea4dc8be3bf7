import { spawn } from "node:child_process";

/** One process of the product on the database of a folder; resolves with what it printed to say it is ready. */
export async function startProcess(options: {
  port: number;
  dataDir: string;
  web?: boolean;
  worker?: boolean;
  until?: RegExp;
  settings?: Record<string, string>;
}) {
  const { port, dataDir, web = false, worker = false, settings = {} } = options;
  const { until = worker ? /The worker runs\./ : /Plenary runs at \S+/ } = options;
  const program = worker ? "worker" : web ? "server --web" : "server";
  const url = `http://localhost:${port}`;
  const child = spawn("sh", ["-c", `. ./scripts/memory.sh && exec "$0" scripts/run.mjs ${program}`, process.execPath], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      BASE_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      SMTP_URL: "",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const printed = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const found = until.exec(text);
      if (found) resolve(found[0]);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      process.stderr.write(chunk);
    });
    child.once("close", (code) => reject(new Error(`The product stopped with ${code} before it was ready:\n${text}`)));
  });
  const end = async (signal: "SIGINT" | "SIGKILL") => {
    child.kill(signal);
    await exited;
  };
  /** As where a terminal is closed: nobody reads what is printed from here on. */
  const closeOutput = () => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return { url, pid: child.pid ?? 0, printed, closeOutput, stop: () => end("SIGINT"), kill: () => end("SIGKILL") };
}
