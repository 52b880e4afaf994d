import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { webFile } from "../../src/cli/assets.ts";
import { Agreements } from "../../src/server/agreement-in-force.ts";
import { api } from "../../src/server/api.ts";
import { app as pagesApp } from "../../src/server/app.ts";
import { configOf } from "../../src/server/config.ts";
import { passwordHash } from "../../src/server/identity/password.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { Reads } from "../../src/server/reads.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import type { Identity, Person } from "../../src/store/identity.ts";
import { embeddedIdentity } from "../../src/store/identity-open.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import type { Store } from "../../src/store/store.ts";
import { millis } from "../../src/units.ts";

export const PASSWORD = "a quiet night at the line";

/** The server on a port of this machine, over an embedded store with the missions "m" and "n", and a clock that tests set. */
export interface AccountServer {
  /** http://localhost:PORT, which browsers take for a safe place. */
  readonly url: string;
  readonly identity: Identity;
  readonly store: Store;
  /** Moves the clock on. */
  readonly pass: (ms: number) => void;
  readonly now: () => number;
  readonly person: (login: string) => Promise<Person>;
  readonly visitor: () => Visitor;
  readonly close: () => Promise<void>;
}

/** A port that was free a moment ago: some settings have to name the server before it is up. */
export const portToBe = (): Promise<number> =>
  new Promise((done) => {
    const holder = createServer().listen(0, "127.0.0.1", () => {
      const { port } = holder.address() as AddressInfo;
      holder.close(() => done(port));
    });
  });

export async function openAccountServer(
  settings: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<AccountServer> {
  const folder = await mkdtemp(join(tmpdir(), "trucekeeper-account-"));
  const store = await openEmbedded(folder);
  const identity = await embeddedIdentity({ folder });
  for (const id of ["m", "n"]) await store.createMission({ id, name: id, zone: "UTC", exercise: false });
  let shift = 0;
  const now = () => Date.now() + shift;
  const parts = {
    store,
    identity,
    config: configOf(settings),
    reads: new Reads(store),
    agreements: new Agreements(store),
    clock: () => millis(now()),
    appended: () => undefined,
  };
  const served = api(ROUTES, parts, { log: serverLog("silent"), metrics: serverMetrics() }, ENTRANCE_ROUTES);
  const front = () => "<!doctype html><title>front</title>";
  const pages = { examples: () => [], front, file: async () => null, web: webFile };
  const whole = pagesApp(pages, () => served);
  const hash = await passwordHash(PASSWORD);
  let server: ReturnType<typeof serve> | undefined;
  const bound = await new Promise<number>((done) => {
    server = serve({ fetch: whole.fetch, port, hostname: "127.0.0.1" }, (info: AddressInfo) => done(info.port));
  });
  const url = `http://localhost:${bound}`;
  return {
    url,
    identity,
    store,
    now,
    pass: (ms) => {
      shift += ms;
    },
    async person(login) {
      const made = await identity.addPerson(
        { login, name: `Name of ${login}`, operator: login === "operator" },
        millis(0),
      );
      await identity.setPassword(made.id, hash);
      return made;
    },
    visitor: () => new Visitor(url),
    async close() {
      await new Promise((done) => {
        server?.close(done);
        (server as { closeAllConnections?: () => void }).closeAllConnections?.();
      });
      await identity.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every route
  readonly body: any;
  readonly headers: Headers;
}

/** A browser without its screen: it keeps cookies, and says where its requests come from. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const answer = await fetch(path.startsWith("http") ? path : `${this.url}/api/v1${path}`, {
      method,
      redirect: "manual",
      headers: {
        Cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; "),
        ...(method !== "GET" && { Origin: this.url }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(name.length + 1));
    }
    const text = await answer.text();
    const json = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers };
  }

  readonly get = (path: string) => this.ask("GET", path);
  readonly post = (path: string, body: unknown = {}) => this.ask("POST", path, body);
  readonly signIn = (login: string, password = PASSWORD) => this.post("/sign-in", { login, password });
}
