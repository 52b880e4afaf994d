// The browser application over many incidents, in real Chromium: first paint, frames while the map moves beside those
// of the map with zones alone, a brushed stretch, and the script of the first view. node --import tsx bench/web.ts; JSON.
//   BENCH_WEB_DATA=DIR       a data folder with one mission, kept; made there (bench/web-made.ts) where nothing is
//   BENCH_WEB_INCIDENTS=N    how many are made: 1,000,000 in a folder that is kept, else 100,000 in one that is not
//   RUNS=N                   5
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { launchWithMap } from "../test/web/flags.ts";
import { settled, watchRequests } from "../test/web/settled.ts";
import { median } from "./measured.ts";

const RUNS = Number(process.env["RUNS"] ?? 5);
const kept = process.env["BENCH_WEB_DATA"];
/** For one answer of a server that has not answered it before; and for all that is measured. */
const [PATIENCE_MS, LIMIT_MS] = [120_000, 360_000];
const begun = performance.now();
/** What is being done, for who waits. */
const say = (what: string): void =>
  void process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0)} s: ${what}\n`);
const script = (name: string): string[] => ["--import", "tsx", fileURLToPath(new URL(name, import.meta.url))];

interface Served {
  readonly url: string;
  readonly mission: string;
  readonly incidents: number;
  readonly password: string;
}

const throwaway = kept === undefined ? await mkdtemp(join(tmpdir(), "trucekeeper-bench-web-")) : undefined;
const folder = kept === undefined ? join(throwaway as string, "data") : resolve(kept);
if (!existsSync(folder)) {
  const n = process.env["BENCH_WEB_INCIDENTS"] ?? (kept === undefined ? "100000" : "1000000");
  say(`making ${n} incidents in ${folder}`);
  const made = spawnSync(process.execPath, [...script("web-made.ts"), folder, n], { stdio: ["ignore", 2, 2] });
  if (made.status !== 0) throw new Error(`nothing was made in ${folder}`);
}

/** The server, once it says where it is. */
function serving(): Promise<{ readonly child: ChildProcess; readonly served: Served }> {
  const child = spawn(process.execPath, [...script("web-server.ts"), folder], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, failed) => {
    let text = "";
    child.stdout.on("data", (part: Buffer) => {
      text += part.toString("utf8");
      if (text.includes("\n")) done({ child, served: JSON.parse(text) as Served });
    });
    child.on("exit", (code) => failed(new Error(`the server ended: ${code}`)));
  });
}
const { child, served } = await serving();
setTimeout(() => {
  say("not done within six minutes: the machine has other work");
  child.kill("SIGTERM");
  process.exit(1);
}, LIMIT_MS).unref();
say(`${served.incidents} incidents are served`);
const address = `/app/${served.mission}`;
const browser = await launchWithMap();

async function reading(): Promise<{ context: BrowserContext; page: Page }> {
  // Without the worker that keeps a copy of the application: each opening would fetch all of it beside what is measured.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: served.url,
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const data = { login: "reader", password: served.password };
  const answer = await context.request.post("/api/v1/sign-in", { data, headers: { Origin: served.url } });
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
  const page = await context.newPage();
  watchRequests(page);
  return { context, page };
}

/** Milliseconds from the address to the first paint, and until answer, map, timeline and list stand. */
async function opening(): Promise<{ painted: number; whole: number }> {
  const { context, page } = await reading();
  const begun = performance.now();
  await page.goto(address);
  await page.locator(".maplibregl-canvas").waitFor();
  await page
    .getByRole("region", { name: "Incidents" })
    .getByText(/incidents?$/)
    .first()
    .waitFor();
  await settled(page);
  const whole = performance.now() - begun;
  const painted = await page.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0].startTime');
  await context.close();
  return { painted, whole };
}

const FRAMES = `(() => {
  const times = [];
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    times.push(now - last);
    last = now;
    window.benchFrame = requestAnimationFrame(next);
  };
  window.benchFrame = requestAnimationFrame(next);
  window.benchFrames = () => {
    cancelAnimationFrame(window.benchFrame);
    return times.slice(1);
  };
})()`;

/** Milliseconds between frames while the map is dragged to and fro and zoomed in and out. */
async function moving(page: Page): Promise<number> {
  const box = await page.locator(".maplibregl-canvas").boundingBox();
  if (!box) throw new Error("no map is shown");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.evaluate(FRAMES);
  for (const side of [1, -1]) {
    await page.mouse.down();
    for (let i = 1; i <= 15; i++) await page.mouse.move(x + side * i * 8, y + side * i * 4);
    await page.mouse.up();
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, side * -120);
    await page.mouse.move(x, y);
  }
  const frames = await page.evaluate<number[]>("window.benchFrames()");
  await settled(page);
  return median(frames);
}

const WATCH = `(() => {
  const counted = () => document.querySelector(".situation-list .list-count").textContent;
  const before = counted();
  window.benchBrush = new Promise((done, failed) => {
    addEventListener("pointercancel", () => failed(new Error("the stroke was taken for something else")));
    addEventListener("pointerup", () => {
      const begun = performance.now();
      const answered = (name) => performance.getEntriesByType("resource").some((r) =>
        r.startTime >= begun && r.responseEnd > 0 && new URL(r.name).pathname.endsWith("/" + name));
      const look = () => {
        const now = performance.now();
        if (counted() !== before && answered("map") && answered("incidents"))
          requestAnimationFrame(() => done(performance.now() - begun));
        else if (now - begun > 30_000)
          failed(new Error("after 30 s: " + before + " → " + counted() + ", map " + answered("map")));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
})()`;

/** Milliseconds from the end of a stroke over the timeline to the changed map and list. */
async function brushing(page: Page, run: number): Promise<number> {
  const box = await page.locator(".timeline-chart").boundingBox();
  if (!box) throw new Error("no timeline is shown");
  const at = (share: number) => box.x + box.width * share;
  await page.evaluate("performance.clearResourceTimings()");
  await page.evaluate(WATCH);
  await page.mouse.move(at(0.2 + run * 0.04), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(at(0.25 + run * 0.04), box.y + 20, { steps: 3 });
  await page.mouse.up();
  const took = await page.evaluate<number>("window.benchBrush");
  await settled(page);
  await page.getByRole("button", { name: "Whole time" }).click();
  await settled(page);
  return took;
}

/** Gzipped bytes of script that the first view of the situation asks for, the map's own left out and with it. */
async function scripts(): Promise<{ firstView: number; withMap: number }> {
  const { context, page } = await reading();
  const bodies: Promise<readonly [string, number]>[] = [];
  page.on("response", (r) => {
    if (/\.m?js$/.test(new URL(r.url()).pathname))
      bodies.push(r.body().then((b) => [r.url(), gzipSync(b).length] as const));
  });
  await page.goto(address);
  await page.locator(".maplibregl-canvas").waitFor();
  await settled(page);
  const sizes = await Promise.all(bodies);
  await context.close();
  const sum = (of: typeof sizes) => of.reduce((all, [, bytes]) => all + bytes, 0);
  return { firstView: sum(sizes.filter(([url]) => !/maplibre|map-/.test(url))), withMap: sum(sizes) };
}

const round = (ms: number) => Math.round(ms * 10) / 10;
try {
  // Nothing was asked of it yet: on a machine with other work that takes longer than a screen waits.
  await opening().catch(() => opening());
  say("opened once: the server is warm");
  const opened = [];
  for (let i = 0; i < RUNS; i++) opened.push(await opening());
  say("opened; now frames");
  const full = await reading();
  await full.page.goto(address);
  const bare = await reading();
  // A stretch in which nothing was: the same page, timeline and map, without incidents.
  await bare.page.goto(`${address}?from=1&until=2`);
  for (const { page } of [full, bare]) {
    await page.locator(".maplibregl-canvas").waitFor();
    await settled(page);
  }
  const frames: { full: number; bare: number }[] = [];
  for (let i = 0; i < RUNS; i++) {
    await bare.page.bringToFront();
    const without = await moving(bare.page);
    await full.page.bringToFront();
    frames.push({ bare: without, full: await moving(full.page) });
  }
  say("moved; now brushing");
  await full.page.bringToFront();
  const brushed: number[] = [];
  for (let i = 0; i <= RUNS; i++) brushed.push(await brushing(full.page, i));
  const of = <K extends string>(all: readonly Readonly<Record<K, number>>[], key: K) =>
    round(median(all.map((one) => one[key])));
  const frame = { full: of(frames, "full"), bare: of(frames, "bare") };
  console.log(
    JSON.stringify(
      {
        incidents: served.incidents,
        runs: RUNS,
        firstPaintMs: of(opened, "painted"),
        everythingMs: of(opened, "whole"),
        frameMs: frame.full,
        frameOfBaseMapMs: frame.bare,
        frameRatio: round(median(frames.map((f) => f.full / f.bare))),
        brushMs: round(median(brushed.slice(1))),
        brushedMs: brushed.map(round),
        scriptBytes: await scripts(),
      },
      null,
      1,
    ),
  );
} finally {
  await browser.close();
  child.removeAllListeners("exit");
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
  if (throwaway) await rm(throwaway, { recursive: true });
}
