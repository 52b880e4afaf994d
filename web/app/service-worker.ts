/**
 * Keeps the application's own files, so that a report can be written without a connection. Data is never kept here:
 * what the API answers stays in the page that asked, and a lost device has nothing of it.
 */

/** Every built file, and a name that changes with any of them; scripts/build-web.mjs puts both here. */
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const PAGE = "/app/";
const KEPT = `trucekeeper-${__VERSION__}`;
/** A connection that has not answered by then is none. */
const PATIENCE_MS = 4_000;
const files = new Set(__SHELL__);

addEventListener("install", (event) => {
  (event as Extendable).waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...__SHELL__])));
});

addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((n) => n !== KEPT).map((n) => caches.delete(n)))),
  );
});

async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return answer;
  } catch {
    // No connection: the page as it was kept.
  }
  return (await caches.match(PAGE)) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request, respondWith } = event as Asked;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(PAGE)) return;
  if (request.mode === "navigate") respondWith.call(event, page(request));
  else if (files.has(pathname))
    respondWith.call(
      event,
      caches.match(pathname).then((found) => found ?? fetch(request)),
    );
});
