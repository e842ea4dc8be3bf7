/** The view chosen in a form: its areas and bodies, and whatever else the view held that has no field there. Browser-safe. */
export function chosenIn(form: FormData): string {
  const words = new URLSearchParams(String(form.get("filter") ?? ""));
  // A box of another page has no fields of its own: what it names is the whole choice.
  if (!form.has("chosen")) return words.toString();
  for (const word of ["area", "body"]) {
    words.delete(word);
    for (const value of form.getAll(word)) if (value !== "") words.append(word, String(value));
  }
  return words.toString();
}
