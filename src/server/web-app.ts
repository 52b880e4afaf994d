import type { Hono } from "hono";

/** Reads one file of the built application, or null where there is none of that name. */
export type WebFile = (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Where the browser application stands; scripts/build-web.mjs builds it for this place. */
const BASE = "/app";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  png: "image/png",
  woff: "font/woff",
  woff2: "font/woff2",
  webmanifest: "application/manifest+json",
};

/**
 * What the application's pages may do: run its own files and ask its own server. The map draws in a worker made from a
 * blob; the controls set styles of their own.
 */
export const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the browser application: its files by name, and its one page at every other address below it. */
export function webApp(server: Hono, file: WebFile): void {
  server.get(BASE, (c) => c.redirect(`${BASE}/`, 308));
  server.get(`${BASE}/*`, async (c) => {
    const path = c.req.path.slice(BASE.length + 1);
    const asset = /^(assets\/)?[\w-]+(\.[\w-]+)*\.(\w+)$/.exec(path);
    const type = asset?.[3] === undefined ? undefined : TYPES[asset[3]];
    const found = asset && type !== undefined ? await file(path) : null;
    if (found && type !== undefined)
      return new Response(found, {
        headers: {
          "Content-Type": type,
          // Built names carry a hash of what they hold.
          "Cache-Control": asset?.[1] ? "public, max-age=31536000, immutable" : "no-cache",
        },
      });
    if (asset?.[1]) return c.notFound();
    const page = await file("index.html");
    return page
      ? new Response(page, { headers: { "Content-Type": TYPES["html"] as string } })
      : c.text("The application is not built: npm run build\n", 503);
  });
}
