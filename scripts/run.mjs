import { runBuilt } from "./bootstrap.mjs";

/** npm run web and npm run worker: a process of what npm run build made. */

const [name] = process.argv.slice(2);
await runBuilt(name);
