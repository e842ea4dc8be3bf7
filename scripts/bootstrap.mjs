import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What `npm start` and `npm test` do first, with nothing but Node and npm: install and build what is missing. */

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Plenary needs Node 20.19 or newer and this is ${process.versions.node}. Version 24 is recommended.`);
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Installs exactly what the lock file says, unless that has been done. */
export async function install() {
  const stamp = join(root, "node_modules", ".plenary-installed");
  const wanted = hashOf(["package.json", "package-lock.json"]);
  if (read(stamp) === wanted) return;
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  if (areThere(packages)) return;
  const total = Object.values(packages).filter((entry) => !entry.optional).length;
  await step(
    "Installing packages",
    () => `${Math.min(countPackages(), total)} of about ${total}`,
    // The build needs what NODE_ENV=production would leave out.
    () => run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]),
  );
  writeFileSync(stamp, wanted);
}

/** Whether npm says that it put just these there: somebody ran npm ci by hand. */
function areThere(packages) {
  const noted = read(join(root, "node_modules", ".package-lock.json"));
  if (!noted) return false;
  const there = JSON.parse(noted).packages;
  return Object.entries(packages).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || optional || devOptional || there[path]?.version === version,
  );
}

/** Builds the site, unless it was built from the same files. */
export async function build() {
  const stamp = join(root, ".next", "plenary-built");
  const wanted = hashOf([
    "app",
    "components",
    "lib",
    "db",
    "public",
    "server.ts",
    "scripts/worker.ts",
    "scripts/build.mjs",
    "next.config.mjs",
    "package-lock.json",
    "tsconfig.json",
  ]);
  if (read(stamp) === wanted) return;
  rmSync(stamp, { force: true });
  let last = "starting";
  await step(
    "Building the site",
    () => last,
    () =>
      run(process.execPath, ["scripts/build.mjs"], (line) => {
        if (line.trim()) last = line.replace(/[✓▲]/g, "").trim();
      }),
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Becomes one of the processes that were built: server or worker. */
export async function runBuilt(name) {
  const file = join(root, ".next", "process", `${name}.mjs`);
  if (!existsSync(file)) fail("Nothing is built yet. Run: npm run build");
  await import(pathToFileURL(file).href);
}

/** Says what is being done, how far it is every few seconds, and how long it took. */
async function step(title, progress, work) {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  console.log(`${title} ...`);
  const timer = setInterval(() => console.log(`  ${seconds()}: ${progress()}`), 5000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  console.log(`  done in ${seconds()}`);
}

/** Runs a program to its end; shows what it printed only if it fails. */
function run(command, args, onLine = () => {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        printed += chunk;
        for (const line of chunk.split("\n")) onLine(line);
      });
    }
    child.once("error", (error) => fail(`${command} cannot be run: ${error.message}`));
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else fail(`${printed}\n${command} ${args.join(" ")} ended with ${code}.`);
    });
  });
}

function countPackages() {
  const folder = join(root, "node_modules");
  if (!existsSync(folder)) return 0;
  // npm makes all folders first and fills them one by one: only a filled one counts.
  const filled = (path) => (existsSync(join(folder, path, "package.json")) ? 1 : 0);
  return readdirSync(folder).reduce((sum, name) => {
    const packages = name.startsWith("@") ? readdirSync(join(folder, name)).map((part) => join(name, part)) : [name];
    return sum + packages.reduce((found, path) => found + filled(path), 0);
  }, 0);
}

const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : null);

function hashOf(paths) {
  const hash = createHash("sha256").update(process.versions.node);
  for (const path of paths.flatMap(filesUnder)) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
