import type { Page, Request } from "playwright-core";

const asking = new WeakMap<Page, Set<Request>>();

/** Notes from now on what a page asks for, so that `settled` can tell when all of it has been answered. */
export function watchRequests(page: Page): void {
  const open = new Set<Request>();
  asking.set(page, open);
  // A stream of changes stays open as long as the page does.
  page.on("request", (r) => r.resourceType() !== "eventsource" && open.add(r));
  // What a worker was ended over is never told to have ended.
  page.on("worker", (worker) =>
    worker.on("close", () => {
      for (const r of open) if (r.url() === worker.url()) open.delete(r);
    }),
  );
  for (const ended of ["requestfinished", "requestfailed"] as const)
    page.on(ended as "requestfinished", (r: Request) => open.delete(r));
}

/** The router stands where the address says, nothing is shown as still being asked, nothing moves, and it was drawn. */
const DRAWN = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  const { status, resolvedLocation, location } = window.__TSR_ROUTER__?.state ?? {};
  const there = status === "idle" && resolvedLocation?.href === location?.href;
  const moving = document.getAnimations().some((a) => a.playState === "running");
  done(there && !moving && !document.querySelector(".mantine-Loader-root, [aria-busy=true]"));
}))))`;

/**
 * Waits until a screen is whole: every answer is there, none was asked for while the page was drawn, twice in a row.
 * No fixed time: a quiet machine is through in some 60 ms, a busy one waits as long as it must.
 */
export async function settled(page: Page): Promise<void> {
  const open = asking.get(page) ?? new Set();
  const end = Date.now() + 60_000;
  for (let quiet = 0; quiet < 2; ) {
    if (Date.now() > end)
      throw new Error(
        `${page.url()} does not come to rest: ${[...open].map((r) => r.url()).join(", ") || "not drawn"}`,
      );
    const before = open.size;
    const drawn = await page.evaluate<boolean>(DRAWN);
    quiet = drawn && before === 0 && open.size === 0 ? quiet + 1 : 0;
  }
}

/** Goes to another screen as a link does, without loading the page anew. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
  await settled(page);
}
