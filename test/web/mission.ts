import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { freePort, root } from "../cli/run.ts";
import { MISSION, PASSWORD, preparedFolder } from "./prepared.ts";
import { watchRequests } from "./settled.ts";

export { DRILL, FRAMEWORK, MISSION, PASSWORD } from "./prepared.ts";

export interface Served {
  readonly url: string;
  /** One-time links by login, of those whose password is not set. */
  readonly links: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** The built server over a prepared embedded store of its own: see `preparedFolder` for who is there. */
export async function served(): Promise<Served> {
  const { data, links } = await preparedFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(process.execPath, [join(root, "scripts/trucekeeper.mjs"), "serve"], {
    cwd: root,
    env: { ...process.env, TRUCEKEEPER_DATA: data, PORT: String(port) },
    stdio: "ignore",
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null)
      await new Promise<void>((done) => {
        child.on("exit", () => done());
        child.kill("SIGTERM");
      });
    await rm(data, { recursive: true, force: true });
  };
  for (let i = 0; ; i++) {
    const ready = await fetch(`${url}/api/v1/missions/${MISSION}/incidents?limit=1`).catch(() => null);
    if (ready?.ok) return { url, links, stop };
    if (i > 3_000 || child.exitCode !== null) {
      await stop();
      throw new Error(`the server did not come up: ${ready?.status ?? "no answer"}`);
    }
    await new Promise((r) => setTimeout(r, 100));
  }
}

export interface Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, exceptions and requests to any other host. */
  readonly faults: string[];
}

/** A browser of its own for one reader, by default at a desk and in English. */
export async function reader(
  browser: Browser,
  { url }: Served,
  options: { width?: number; height?: number; locale?: string; scheme?: "light" | "dark" } = {},
): Promise<Reader> {
  const { width = 1440, height = 900, locale = "en", scheme = "light" } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale,
    colorScheme: scheme,
    reducedMotion: "reduce",
    baseURL: url,
  });
  // A guard against hanging, not a wait: a loaded machine may take its time.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  watchRequests(page);
  const faults: string[] = [];
  page.on("console", (m) => m.type() === "error" && faults.push(m.text()));
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("request", (r) => {
    const asked = r.url();
    if (!asked.startsWith(url) && !/^(blob|data):/.test(asked)) faults.push(`asked for ${asked}`);
  });
  return { context, page, faults };
}

/** Signs in by the API, as the sign-in screen does, for journeys that are not about signing in. */
export async function signIn({ context }: Reader, { url }: Served, login: string): Promise<void> {
  const answer = await context.request.post("/api/v1/sign-in", {
    data: { login, password: PASSWORD },
    headers: { Origin: url },
  });
  if (!answer.ok()) throw new Error(`${login}: ${answer.status()} ${await answer.text()}`);
}
