import { sha256Hex } from "../canonical.ts";

/** Whoever signed out, or for whom it was erased, must not find it in a cache. */
const ALWAYS = { "Cache-Control": "private, no-cache", Vary: "Authorization, Cookie" } as const;

/** The tag of what an asker is given: of released content alone, so that it tells of nothing else (RFC 9110, 8.8.3). */
export const etagOf = (content: string | Uint8Array): string => `"${sha256Hex(content).slice(0, 32)}"`;

/** Whether the asker says that it has the content of this tag already (RFC 9110, 13.1.2; compared weakly). */
export const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;

/** The headers of content that an asker may keep and must ask about again. */
export const headersOf = (etag: string): Record<string, string> => ({ ETag: etag, ...ALWAYS });

/** Content with its tag, or 304 where the asker has it. @param type its Content-Type */
export function answered(content: string, type: string, ifNoneMatch: string | undefined): Response {
  const etag = etagOf(content);
  const headers = headersOf(etag);
  return isKnown(etag, ifNoneMatch)
    ? new Response(null, { status: 304, headers })
    : new Response(content, { headers: { ...headers, "Content-Type": type } });
}
