/** A path of this site to go on to, or the fallback: never an address elsewhere. */
export function sameSitePath(path: string | null | undefined, fallback: string): string {
  if (!path?.startsWith("/") || path.startsWith("//") || path.includes("\\")) return fallback;
  const site = "https://this.site";
  if (!URL.canParse(path, site)) return fallback;
  const url = new URL(path, site);
  // "/..//evil.example" comes out as "//evil.example".
  return url.origin === site && !url.pathname.startsWith("//") ? url.pathname + url.search : fallback;
}
