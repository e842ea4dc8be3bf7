import type { FormAction } from "@/lib/http/action";
import { SubscribeForm } from "./forms";

/** The digest of what a page shows, asked for where it is read. */
export function SubscribeBox({ action, filter, view }: { action: FormAction; filter: string; view: string }) {
  return (
    <section className="note subscribe-box" aria-label="The weekly digest">
      <h2>A letter on Mondays</h2>
      <p className="small soft">
        What was published in the week on {view}, each entry with its sources. A quiet week says so.{" "}
        <a href={filter ? `/subscribe?${filter}` : "/subscribe"}>Choose, or see what you would have got</a>
      </p>
      <SubscribeForm action={action} filter={filter} hint="No account. A link to leave in each letter." />
    </section>
  );
}
