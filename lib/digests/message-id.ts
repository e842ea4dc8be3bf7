import type { LinkSigner } from "@/lib/subscriptions/links";

/** Fixed for a delivery, so that a letter sent again is known as the same; signed, so that a report on it is, too. */
export const messageIdOf = ({ week, id }: { week: string; id: number }, baseUrl: string, sign: LinkSigner): string =>
  `<${week}.${sign(id, "delivery")}@${new URL(baseUrl).hostname}>`;
