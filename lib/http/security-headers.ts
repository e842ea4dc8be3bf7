import { createHash } from "node:crypto";

/** What every answer carries. */
export function securityHeaders(site: URL): [name: string, value: string][] {
  const headers: [string, string][] = [
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", "strict-origin-when-cross-origin"],
    ["Permissions-Policy", "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
    ["Cross-Origin-Opener-Policy", "same-origin"],
  ];
  if (site.protocol === "https:") headers.push(["Strict-Transport-Security", "max-age=31536000"]);
  return headers;
}

/** The policy of whatever is not a page: it may load and run nothing, wherever it is opened. */
export const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The policy of a page. `scripts` are the nonce or hashes of the inline scripts it may run. */
export function pagePolicy(path: string, scripts: string[], hotReload = false): string {
  return [
    "default-src 'self'",
    // React explains server errors with eval while developing.
    ["script-src 'self'", ...scripts, ...(hotReload ? ["'unsafe-eval'"] : [])].join(" "),
    // Lengths of bars and positions of menus are style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    hotReload ? "connect-src 'self' ws: wss:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    path.startsWith("/embed/") ? "frame-ancestors *" : "frame-ancestors 'none'",
  ].join("; ");
}

export const isPage = (contentType: string | undefined) => contentType?.startsWith("text/html") ?? false;

const inlineScript = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;

/** As long as a nonce, since Next's inline data states lengths. */
const placeholder = "kept".repeat(6);

/**
 * A page rendered with a nonce, made fit for keeping: the nonce is blotted out and the inline scripts that carried it
 * are named by hash. A script that got into the page in another way did not know the nonce, so it gets no hash.
 * Pages prerendered at build time (no request's data in them) carry no nonce: `trusted` takes all their scripts.
 */
export function hashScripts(page: Buffer, nonce: string, trusted = false): { page: Buffer; hashes: string[] } {
  // Latin-1 maps each byte to one character and back: the hash is over the bytes as they are sent.
  const text = page.toString("latin1");
  const hashes = new Set<string>();
  for (const [, attributes = "", content = ""] of text.matchAll(inlineScript)) {
    const ours = trusted || attributes.includes(`nonce="${nonce}"`);
    if (!ours || /\ssrc=/i.test(attributes)) continue;
    const bytes = Buffer.from(content.replaceAll(nonce, placeholder), "latin1");
    hashes.add(`'sha256-${createHash("sha256").update(bytes).digest("base64")}'`);
  }
  return { page: Buffer.from(text.replaceAll(nonce, placeholder), "latin1"), hashes: [...hashes] };
}
