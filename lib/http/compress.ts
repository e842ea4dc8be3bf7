import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib";
import { beforeHead } from "@/lib/http/before-head";

export type Encoding = "br" | "gzip";

const smallest = 1_024;
const text =
  /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:javascript|json|manifest\+json|xml|[\w.-]+\+(?:json|xml))\b)/;

export const isCompressible = (contentType: string | undefined, length: number) =>
  length >= smallest && contentType !== undefined && text.test(contentType);

/** The smallest encoding the reader takes (RFC 9110, 12.5.3), or null for none. */
export function chooseEncoding(accept: string | undefined): Encoding | null {
  if (!accept) return null;
  const takes = new Map<string, number>();
  for (const part of accept.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";");
    const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
    takes.set(name.trim(), weight ? Number(weight.trim().slice(2)) : 1);
  }
  const weightOf = (encoding: Encoding) => takes.get(encoding) ?? takes.get("*") ?? 0;
  if (weightOf("br") > 0 && weightOf("br") >= weightOf("gzip")) return "br";
  return weightOf("gzip") > 0 ? "gzip" : null;
}

const brotliParameters = (quality: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const brotliWhole = promisify<Buffer, ReturnType<typeof brotliParameters>, Buffer>(brotliCompress);
const gzipWhole = promisify<Buffer, { level: number }, Buffer>(gzip);

/** How much work a body is worth: files never change and are sent for good, some answers are sent once. */
export type Effort = "once" | "kept" | "for good";
const brotliQuality: Record<Effort, number> = { once: 1, kept: 5, "for good": 10 };
const gzipLevel: Record<Effort, number> = { once: 1, kept: 6, "for good": 9 };

export const compress = (body: Buffer, encoding: Encoding, effort: Effort): Promise<Buffer> =>
  encoding === "br"
    ? brotliWhole(body, brotliParameters(brotliQuality[effort]))
    : gzipWhole(body, { level: gzipLevel[effort] });

/** Compresses an answer while it is sent, without holding back what has been written so far. */
export function compressResponse(request: IncomingMessage, response: ServerResponse) {
  const encoding = chooseEncoding(request.headers["accept-encoding"]);
  if (!encoding || request.method === "HEAD") return;
  const write = response.write.bind(response) as (chunk: Uint8Array) => boolean;
  const end = response.end.bind(response) as (...rest: unknown[]) => ServerResponse;
  let packer: ReturnType<typeof createGzip> | ReturnType<typeof createBrotliCompress> | null = null;

  const settle = beforeHead(response, () => {
    response.appendHeader("Vary", "Accept-Encoding");
    if (!mayCompress(response)) return;
    response.removeHeader("Content-Length");
    response.setHeader("Content-Encoding", encoding);
    const stream = encoding === "br" ? createBrotliCompress(brotliParameters(4)) : createGzip({ level: 5 });
    packer = stream;
    stream.on("data", (chunk: Buffer) => {
      if (write(chunk)) return;
      stream.pause();
      response.once("drain", () => stream.resume());
    });
    stream.on("drain", () => response.emit("drain"));
    stream.on("end", () => end());
    response.once("close", () => stream.destroy());
    // Next calls flush after each chunk where a response has it.
    Object.assign(response, { flush: () => stream.flush() });
  });

  response.write = ((...rest: Parameters<typeof write>) => {
    settle();
    return packer ? packer.write(...rest) : write(...rest);
  }) as typeof response.write;
  response.end = ((...rest: [chunk?: unknown]) => {
    settle();
    if (!packer) return end(...rest);
    if (packer.writableEnded || packer.destroyed) return response;
    packer.end(...(rest as []));
    return response;
  }) as typeof response.end;
}

function mayCompress(response: ServerResponse): boolean {
  const length = response.getHeader("content-length");
  return (
    ![204, 206, 304].includes(response.statusCode) &&
    !response.hasHeader("content-encoding") &&
    !String(response.getHeader("cache-control")).includes("no-transform") &&
    isCompressible(String(response.getHeader("content-type")), length === undefined ? smallest : Number(length))
  );
}
