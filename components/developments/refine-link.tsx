import type { ComponentProps } from "react";
import { type Filters, timelineHref } from "@/lib/developments/filters";

export type Refine = (filters: Filters, cursor?: string | null) => void;

/** A link to other filters, followed in place where script runs. */
export function RefineLink({
  to,
  refine,
  ...rest
}: { to: Filters; refine: Refine } & Omit<ComponentProps<"a">, "href" | "onClick">) {
  return (
    <a
      {...rest}
      href={timelineHref(to)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        refine(to);
      }}
    />
  );
}
