import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openIdentity } from "../../src/store/identity-open.ts";
import { example, freePort, root, temporaryFolder, trucekeeper } from "../cli/run.ts";

/** The one mission of these tests: an example's files, imported by the command line. */
export const MISSION = "truce";
/** A mission of texts and commitments, without incidents. */
export const FRAMEWORK = "framework";
export const PASSWORD = "a quiet night at the line";

function run(args: readonly string[], env: Readonly<Record<string, string>>): string {
  const { code, out, err } = trucekeeper(args, env);
  if (code !== 0) throw new Error(`trucekeeper ${args.join(" ")}: exit ${code}\n${err}`);
  return out;
}

export interface Served {
  readonly url: string;
  /** One-time links by login, as `user add` printed them. */
  readonly links: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/**
 * The built server over an embedded store in a folder of its own. "reporter" imported the reports and is a verifier;
 * so is "verifier"; "keeper" is administrator; "commissioner", "observer" and "analyst" are what they say; their passwords are set, that of "newcomer" is not. The public
 * may read.
 */
export async function served(): Promise<Served> {
  const data = temporaryFolder();
  const env = { TRUCEKEEPER_DATA: data };
  const links: Record<string, string> = {};
  const { agreement, files } = example("easter-truce-2025");
  const reports = files.filter((f) => f.endsWith("reports.csv"));
  const add = (login: string): string => {
    const { id, link } = JSON.parse(run(["user", "add", login, "--name", login], env)) as { id: string; link: string };
    links[login] = link;
    return id;
  };
  const reporter = add("reporter");
  const roles = {
    reporter: "verifier",
    verifier: "verifier",
    commissioner: "commissioner",
    observer: "observer",
    keeper: "administrator",
    analyst: "analyst",
  };
  for (const login of ["verifier", "commissioner", "keeper", "observer", "analyst", "newcomer"]) add(login);
  const marked = ["--marking", "TLP:CLEAR", "--as-author", reporter];
  run(["import", "--mission", MISSION, "--agreement", agreement, ...marked, ...reports], env);
  const paris = example("paris-2026");
  run(["import", "--mission", FRAMEWORK, "--agreement", paris.agreement, ...marked, ...paris.files], env);
  for (const [login, role] of Object.entries(roles))
    run(["user", "role", login, "--mission", MISSION, "--role", role], env);
  const identity = await openIdentity(env);
  for (const mission of [MISSION, FRAMEWORK]) await identity.setOpening(mission, { public: true, rules: {} });
  await identity.close();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(process.execPath, [join(root, "scripts/trucekeeper.mjs"), "serve"], {
    cwd: root,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: "ignore",
  });
  for (let i = 0; ; i++) {
    const ready = await fetch(`${url}/api/v1/missions/${MISSION}/incidents?limit=1`).catch(() => null);
    if (ready?.ok) break;
    if (i > 600 || child.exitCode !== null)
      throw new Error(`the server did not come up: ${ready?.status ?? "no answer"}`);
    await new Promise((r) => setTimeout(r, 100));
  }
  for (const login of Object.keys(roles)) {
    const body = JSON.stringify({ link: links[login]?.split("#")[1], password: PASSWORD });
    const headers = { "Content-Type": "application/json", Origin: url };
    const set = await fetch(`${url}/api/v1/sign-in/link`, { method: "POST", headers, body });
    if (!set.ok) throw new Error(`${login}: ${set.status} ${await set.text()}`);
  }
  return {
    url,
    links,
    stop: () =>
      new Promise((done) => {
        child.on("exit", () => done());
        child.kill("SIGTERM");
      }),
  };
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
