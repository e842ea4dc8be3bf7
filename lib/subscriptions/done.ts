/** What was changed on the page of a reader, as its address names it, and in words. */
export const done = {
  confirmed: "You are subscribed.",
  added: "Added to your letter.",
  "taken-away": "Taken away. The other views stay.",
  paused: "Paused. No letter goes out until the day below.",
  resumed: "Not paused any more: letters come again.",
  fewer: "From now on a letter comes only when there is something in it.",
  "each-week": "From now on a letter comes each week.",
  left: "You get no more letters.",
  back: "Letters come again, with what you had chosen.",
  erased: "",
} as const;

export type Done = keyof typeof done;

export const isDone = (word: string | null): word is Done => word !== null && Object.hasOwn(done, word);
