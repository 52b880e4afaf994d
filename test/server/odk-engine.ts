import { build } from "esbuild";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./pages.ts";

/** Fills one form in: answers by question, choices by their values. */
export type FillIn = (xml: string, answers: Answers) => Promise<Filled>;
export type Answers = Readonly<Record<string, string | readonly string[]>>;
type Filled = Awaited<ReturnType<typeof filledIn>>;

/** ODK's own engine in Chromium, while `work` runs. */
export async function withOdkEngine(work: (fillIn: FillIn) => Promise<void>): Promise<void> {
  const contents = 'import * as engine from "@getodk/xforms-engine"; globalThis.engine = engine;';
  const bundle = await build({ stdin: { contents, resolveDir: "." }, bundle: true, format: "esm", write: false });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    // Over https, as the engine makes ids by what browsers keep for secure pages.
    await page.route("https://odk.example/*", (route) =>
      route.request().url().endsWith(".js")
        ? route.fulfill({ contentType: "text/javascript", body: bundle.outputFiles[0]?.text ?? "" })
        : route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
    );
    await page.goto("https://odk.example/");
    await page.addScriptTag({ type: "module", url: "https://odk.example/engine.js" });
    await page.waitForFunction(() => "engine" in globalThis);
    await work((xml, answers) => page.evaluate(filledIn, [xml, answers] as const));
  } finally {
    await browser.close();
  }
}

interface Node {
  readonly nodeType: string;
  readonly currentState: {
    readonly reference: string;
    readonly label: { readonly asString: string } | null;
    readonly children: readonly Node[] | null;
    readonly valueOptions?: readonly { readonly value: string; readonly label: { readonly asString: string } }[];
  };
  setValue(value: unknown): void;
  selectValue(value: string): void;
  selectValues(values: readonly string[]): void;
}

/** Runs in the page: fills a form in as a client of the engine does. */
async function filledIn([xml, answers]: readonly [string, Answers]) {
  const { engine } = globalThis as unknown as {
    engine: { createInstance(form: string, o?: object): Promise<{ root: never }> };
  };
  const { root } = (await engine.createInstance(xml)) as unknown as {
    root: Node & {
      readonly languages: readonly { readonly language: string }[];
      setLanguage(l: unknown): void;
      readonly validationState: { readonly violations: readonly { readonly reference: string }[] };
      prepareInstancePayload(): Promise<{ data: readonly FormData[] }>;
    };
  };
  const nodes: Node[] = [];
  const walk = (node: Node): void => {
    for (const child of node.currentState.children ?? []) {
      nodes.push(child);
      walk(child);
    }
  };
  walk(root);
  const asked = nodes.filter((n) => n.nodeType !== "model-value" && !n.currentState.reference.includes("meta"));
  let problem: string | null = null;
  for (const node of asked) {
    const value = answers[node.currentState.reference.replace("/data/", "")];
    if (value === undefined) continue;
    try {
      if (typeof value !== "string") node.selectValues(value);
      else if (node.nodeType === "select") node.selectValue(value);
      else if (node.nodeType === "input" && /^\d+$/.test(value)) node.setValue(BigInt(value));
      else node.setValue(value);
    } catch (error) {
      problem ??= `${node.currentState.reference}: ${String(error)}`;
    }
  }
  const labels: string[] = [];
  const languages = root.languages.map((l) => l.language);
  for (const language of root.languages) {
    root.setLanguage(language);
    for (const { currentState } of asked) {
      if (currentState.label) labels.push(currentState.label.asString);
      for (const option of currentState.valueOptions ?? []) labels.push(option.label.asString);
    }
  }
  const payload = await root.prepareInstancePayload();
  const file = payload.data[0]?.get("xml_submission_file") as File;
  return {
    problem,
    languages,
    names: asked.map((n) => n.currentState.reference),
    labels,
    violations: root.validationState.violations.map((v) => v.reference),
    sent: await file.text(),
  };
}
