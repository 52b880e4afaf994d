import { resolve } from "node:path";
import process from "node:process";
import { catalogue, problem } from "../problems.ts";
import { frontPage } from "../publication/front-page.ts";
import { app, type Inside } from "../server/app.ts";
import { configOf } from "../server/config.ts";
import { heapPressure } from "../server/limits.ts";
import { type Listening, listen, listening } from "../server/listen.ts";
import { metricsAnswer } from "../server/metrics-entrance.ts";
import { serverLog, serverMetrics } from "../server/observability.ts";
import { tracesTo } from "../server/traces.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { landByExtent, webFile } from "./assets.ts";
import { loadExamples } from "./examples.ts";
import { openApi } from "./open-api.ts";
import { say } from "./talk.ts";

const USAGE = "npx trucekeeper serve   (PORT, HOST and TRUCEKEEPER_DATA from the environment)";

/** `serve`: the server without the worked examples. */
export async function serve(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, USAGE);
  if (positionals.length > 0) wrongUsage(`${positionals[0]}: serve takes nothing; the environment tells it all`, USAGE);
  return run(false);
}

/** The server with the worked examples loaded, for `npm start`. */
export const serveExamples = (): Promise<number> => run(true);

function portOf(name: "PORT" | "METRICS_PORT", usual: string): number {
  const text = process.env[name] ?? usual;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw problem(catalogue.usage, { why: `${name}=${text}: expected a number from 0 to 65535` });
  return Number(text);
}

/** What watches over the server, as the environment sets it. */
function insideOf(): Inside {
  const { origin, proxied, secure, metricsToken } = configOf(process.env);
  const metrics = serverMetrics();
  return {
    metrics,
    log: serverLog(process.env["LOG_LEVEL"] ?? "warn"),
    pressed: heapPressure(),
    traces: tracesTo(process.env, (spans) => metrics.untraced.inc(spans)),
    metricsRule: { token: metricsToken, published: origin !== null || proxied },
    secure,
  };
}

/** The metrics on a port of their own, where one is set: by default for this machine only. */
export async function metricsPort({ metrics }: Pick<Inside, "metrics">): Promise<Listening | null> {
  if (!process.env["METRICS_PORT"]) return null;
  const host = process.env["METRICS_HOST"] ?? "127.0.0.1";
  const fetch = async (request: Request): Promise<Response> =>
    new URL(request.url).pathname === "/metrics"
      ? metricsAnswer(metrics)
      : new Response("see /metrics\n", { status: 404 });
  const served = await listening({ fetch }, host, portOf("METRICS_PORT", ""));
  say(`Metrics at http://${host}:${served.port}/metrics`);
  return served;
}

/** Serves until SIGTERM or SIGINT, then ends within 5 s. @returns the exit code */
async function run(withExamples: boolean): Promise<number> {
  const data = resolve(process.env.TRUCEKEEPER_DATA ?? ".trucekeeper");
  const host = process.env.HOST ?? "127.0.0.1";
  const examples = withExamples ? loadExamples(data) : null;
  const states = () => examples?.states() ?? [];
  const land = landByExtent();
  const inside = insideOf();
  const ownPort = await metricsPort(inside);
  let opened: Awaited<ReturnType<typeof openApi>> | null = null;
  let ending = false;
  const waitingFor = async (): Promise<readonly string[]> => {
    if (ending) return ["server: stopping"];
    return opened ? opened.waitingFor() : ["record: opening"];
  };
  const pages = app(
    {
      examples: states,
      front: () => frontPage(states(), land),
      file: async (name, file) => (await examples?.file(name, file)) ?? null,
      web: webFile,
    },
    () => opened,
    waitingFor,
    inside,
  );
  const began = (bound: number): void => {
    say(`Trucekeeper serves http://${host}:${bound}/`);
    // The store opens behind the pages: a mission that has to be imported first must not keep them away.
    void (examples?.load() ?? Promise.resolve())
      .then(() => openApi(data, withExamples, inside))
      .then((api) => {
        opened = api;
      })
      .catch((error: unknown) => say(`the API is not served: ${String(error)}`));
  };
  const failure = await listen(pages, host, portOf("PORT", "8040"), began, () => {
    ending = true;
  });
  // What is being written ends; a slow derivation must not hold the exit.
  const closing = Promise.all([
    (opened as Awaited<ReturnType<typeof openApi>> | null)?.close(),
    inside.traces?.close(),
    ownPort?.stop(),
  ]);
  await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 1_500))]);
  if (failure !== null) say(`not serving: ${failure}`);
  // A derivation under way is a child process; it must not hold the exit.
  process.exit(failure === null ? 0 : 1);
}
