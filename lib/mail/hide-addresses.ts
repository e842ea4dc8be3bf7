export const hidden = "(address)";

/** A text without the e-mail addresses and controls in it, cut where it is longer than any reply of a mail server. */
export const hideAddresses = (text: string): string =>
  text
    .slice(0, 2_000)
    .replace(/(?:(?!\n)\p{Cc})+/gu, " ")
    .replace(/[^\s<>@()[\]:;,"]{1,64}(?:@|%40)[^\s<>@()[\]:;,"]{1,255}/gi, hidden);
