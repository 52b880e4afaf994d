import { resolve } from "node:path";
import process from "node:process";
import { catalogue, problem } from "../problems.ts";
import { frontPage } from "../publication/front-page.ts";
import { app } from "../server/app.ts";
import { listen } from "../server/listen.ts";
import { readArguments } from "./arguments.ts";
import { landByExtent, webFile } from "./assets.ts";
import { loadExamples } from "./examples.ts";
import { openApi } from "./open-api.ts";
import { say } from "./talk.ts";

const USAGE = "npx trucekeeper serve   (PORT, HOST and TRUCEKEEPER_DATA from the environment)";

/** `serve`: the server without the worked examples. */
export async function serve(args: readonly string[]): Promise<number> {
  readArguments(args, {}, USAGE);
  return run(false);
}

/** The server with the worked examples loaded, for `npm start`. */
export const serveExamples = (): Promise<number> => run(true);

function port(): number {
  const text = process.env.PORT ?? "8040";
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw problem(catalogue.usage, { why: `PORT=${text}: expected a number from 0 to 65535` });
  return Number(text);
}

/** Serves until SIGTERM or SIGINT, then ends within 5 s. @returns the exit code */
async function run(withExamples: boolean): Promise<number> {
  const data = resolve(process.env.TRUCEKEEPER_DATA ?? ".trucekeeper");
  const host = process.env.HOST ?? "127.0.0.1";
  const examples = withExamples ? loadExamples(data) : null;
  const states = () => examples?.states() ?? [];
  const land = landByExtent();
  let opened: Awaited<ReturnType<typeof openApi>> | null = null;
  const pages = app(
    {
      examples: states,
      front: () => frontPage(states(), land),
      file: async (name, file) => (await examples?.file(name, file)) ?? null,
      web: webFile,
    },
    () => opened,
    () => opened !== null,
  );
  const failure = await listen(pages, host, port(), (bound) => {
    say(`Trucekeeper serves http://${host}:${bound}/`);
    // The store opens behind the pages: a mission that has to be imported first must not keep them away.
    void (examples?.load() ?? Promise.resolve())
      .then(() => openApi(data, withExamples))
      .then((api) => {
        opened = api;
      })
      .catch((error: unknown) => say(`the API is not served: ${String(error)}`));
  });
  // What is being written ends; a slow derivation must not hold the exit.
  const closing = (opened as Awaited<ReturnType<typeof openApi>> | null)?.close() ?? Promise.resolve();
  await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 1_500))]);
  if (failure !== null) say(`not serving: ${failure}`);
  // A derivation under way is a child process; it must not hold the exit.
  process.exit(failure === null ? 0 : 1);
}
