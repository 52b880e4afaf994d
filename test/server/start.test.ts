import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, root, temporaryFolder } from "../cli/run.ts";
import { hasChromium, launch } from "./pages.ts";

/** What `npm start` runs once everything is installed and built. */
const START = "const { start } = await import('./dist/trucekeeper.mjs'); await start();";

const examples = readdirSync(join(root, "examples")).filter((n) =>
  existsSync(join(root, "examples", n, "agreement.yaml")),
);
const data = temporaryFolder();
let port = 0;
let child: ChildProcess;

async function start(): Promise<void> {
  port = await freePort();
  child = spawn(process.execPath, ["--input-type=module", "-e", START], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TRUCEKEEPER_DATA: data },
    stdio: "ignore",
  });
  for (let i = 0; ; i++) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (ready?.ok) return;
    if (i > 3_000) throw new Error(`not ready after 300 s: ${ready ? await ready.text() : "no answer"}`);
    await new Promise((r) => setTimeout(r, 100));
  }
}

const stop = (): Promise<number | null> =>
  new Promise((done) => {
    child.on("exit", (code) => done(code));
    child.kill("SIGTERM");
  });

describe("npm start", () => {
  beforeAll(start, 330_000);
  afterAll(() => child.kill("SIGKILL"));

  test("serves the worked examples, their files with safe types, and problem+json for the rest", async () => {
    const front = await fetch(`http://127.0.0.1:${port}/`);
    const html = await front.text();
    expect(front.headers.get("content-security-policy")).toContain("default-src 'none'");
    for (const name of ["easter-truce-2025", "may-truce-2025", "energy-2025", "minsk"]) {
      expect(html).toContain(`/examples/${name}/`);
      const page = await fetch(`http://127.0.0.1:${port}/examples/${name}/`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("Demonstration from public reports; not a finding");
      const rows = await fetch(`http://127.0.0.1:${port}/examples/${name}/assessments.ndjson`);
      expect(rows.headers.get("content-type")).toBe("application/x-ndjson");
      expect(rows.headers.get("x-content-type-options")).toBe("nosniff");
    }
    for (const path of [
      "/nothing",
      "/examples/none/",
      "/examples/minsk/agreement.yaml",
      "/examples/minsk/..%2f..%2fpackage.json",
      "/examples/minsk/constructor",
    ]) {
      const none = await fetch(`http://127.0.0.1:${port}${path}`);
      expect([path, none.status]).toEqual([path, 404]);
      expect(none.headers.get("content-type")).toBe("application/problem+json");
    }
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  describe.skipIf(!hasChromium)("in Chromium", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser.close());

    test.each([
      [1440, 900],
      [390, 844],
    ])("pages at %i × %i: no console error, nothing over the edge, answers first", async (width, height) => {
      const context = await browser.newContext({ viewport: { width, height } });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("console", (m) => m.type() === "error" && errors.push(m.text()));
      page.on("pageerror", (e) => errors.push(e.message));
      page.on(
        "request",
        (r) => !r.url().startsWith(`http://127.0.0.1:${port}/`) && !r.url().startsWith("data:") && errors.push(r.url()),
      );
      const edge = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
      await page.goto(`http://127.0.0.1:${port}/`);
      expect(await edge()).toBeLessThanOrEqual(0);
      expect(await page.locator("section.example h2 a, #unobserved li a").count()).toBe(examples.length);
      await page.locator('section.example h2 a[href*="easter-truce-2025"]').click();
      await page.locator("#list .open, #list button").first().waitFor();
      expect(await edge()).toBeLessThanOrEqual(0);
      expect(await page.locator("#map canvas").isVisible()).toBe(true);
      expect(await page.locator("#timeline svg").isVisible()).toBe(true);
      expect(errors).toEqual([]);
      await context.close();
    });
  });

  test("SIGTERM stops it with exit 0, and the second start needs no derivation", async () => {
    expect(await stop()).toBe(0);
    await start();
    expect((await fetch(`http://127.0.0.1:${port}/examples/minsk/`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  test("a port in use is said, with exit 1", async () => {
    const holder = createServer();
    const taken = await new Promise<number>((done) =>
      holder.listen(0, "127.0.0.1", () => done((holder.address() as { port: number }).port)),
    );
    const second = spawn(process.execPath, [join(root, "scripts/trucekeeper.mjs"), "serve"], {
      env: { ...process.env, PORT: String(taken), TRUCEKEEPER_DATA: data },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    second.stderr?.on("data", (b: Buffer) => {
      said += b.toString();
    });
    const code = await new Promise((done) => second.on("exit", done));
    holder.close();
    expect(code).toBe(1);
    expect(said).toMatch(/in use; set PORT/);
  });
});
