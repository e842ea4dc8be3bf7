import { connect } from "@/db/client";
import { deliverDue } from "@/lib/digests/deliver";
import { openPost } from "@/lib/digests/run";
import { embeddedConnection } from "@/lib/env";
import { benchSettings } from "./week";

/** A sender of letters that says when it is ready, and sends until it is killed. */

const [socketFolder = "", smtpUrl = "", now = ""] = process.argv.slice(2);
const client = connect(embeddedConnection(socketFolder), { max: 6 });
const post = openPost(
  client.db,
  { ...benchSettings, smtpUrl },
  { now: () => new Date(now), tick: () => new Date(), random: Math.random },
);
// Each death makes at most so many letters uncertain: few, or there would soon be none left to kill for.
for (const courier of post.couriers.splice(4)) courier.close();
await client.sql`select 1`;
process.on("message", async () => {
  for (;;) {
    await deliverDue(post).catch((error) => console.error(error.message));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
});
process.send?.("ready");
