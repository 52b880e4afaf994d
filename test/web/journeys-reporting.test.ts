import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/run.ts";
import { CHROMIUM, hasChromium } from "../server/pages.ts";
import { FLAGS } from "./flags.ts";
import { MISSION, PASSWORD, type Served, served } from "./mission.ts";

/** The way to the server, which can be cut: a phone without network, for every part of the browser alike. */
class Way {
  private server: Server | undefined;
  private readonly open = new Set<Socket>();
  private readonly to: number;
  port = 0;
  constructor(url: string) {
    this.to = Number(new URL(url).port);
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  there(): Promise<void> {
    const server = createServer((phone) => {
      const far = connect(this.to, "127.0.0.1");
      for (const end of [phone, far]) {
        this.open.add(end);
        end.on("close", () => this.open.delete(end)).on("error", () => undefined);
      }
      phone.pipe(far).pipe(phone);
    });
    this.server = server;
    return new Promise((done) => {
      server.listen(this.port, "127.0.0.1", () => {
        this.port = (server.address() as { port: number }).port;
        done();
      });
    });
  }
  cut(): Promise<void> {
    for (const end of this.open) end.destroy();
    return new Promise((done) => (this.server ? this.server.close(() => done()) : done()));
  }
}

/** Every file under a folder, as bytes. */
function* filesUnder(folder: string): Generator<readonly [string, Buffer]> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) yield* filesUnder(path);
    else if (found?.isFile()) yield [path, readFileSync(path)];
  }
}

const WORDS = "Sirotliva hollow, seventeen bangs";

describe.skipIf(!hasChromium)("reporting in from a phone", () => {
  let server: Served;
  let way: Way;
  const profile = temporaryFolder();
  let context: BrowserContext | undefined;
  const phone = async (): Promise<Page> => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      args: FLAGS,
      viewport: { width: 390, height: 844 },
      locale: "en",
      reducedMotion: "reduce",
      baseURL: way.url,
    });
    context.setDefaultTimeout(60_000);
    return context.pages()[0] ?? context.newPage();
  };
  beforeAll(async () => {
    server = await served();
    way = new Way(server.url);
    await way.there();
  });
  afterAll(async () => {
    await context?.close();
    await way?.cut();
    await server?.stop();
  });
  const entries = async (): Promise<number> => {
    const answer = await context?.request.get(`/api/v1/missions/${MISSION}/entries?limit=1`);
    return ((await answer?.json()) as { size: number }).size;
  };

  test("written without network, kept sealed while the browser is closed, sent once when it is back", async () => {
    let page = await phone();
    await context?.request.post("/api/v1/sign-in", {
      data: { login: "observer", password: PASSWORD },
      headers: { Origin: way.url },
    });
    const before = await entries();
    await page.goto(`/app/${MISSION}/report`);
    await page.getByLabel("Date and time").waitFor();
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)");

    await way.cut();
    await page.goto(`/app/${MISSION}/report`);
    await page.getByText("No connection to the server.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Seal and queue" }).click();
    await page.getByText("4 things are missing or cannot be read:").waitFor();
    await page.getByLabel("Date and time").fill("2025-04-20T03:15");
    await page.getByText("That is 2025-04-20 00:15 UTC.").waitFor();
    await page.getByLabel("Position", { exact: true }).fill("37U CQ 66400 83500");
    await page.getByText(/known to within/).waitFor();
    await page.getByLabel("That is where I stood", { exact: false }).check();
    await page.getByLabel("Bearing").fill("NNE");
    await page.getByLabel("Distance at most, m").fill("4000");
    await page.getByLabel("How did you perceive it?").selectOption("heard");
    await page.getByLabel("What was it?").selectOption("explosion.mortar");
    await page.getByLabel("Going out or coming in?").selectOption("impact");
    await page.getByLabel("How many").fill("17");
    await page.getByLabel("In your own words").fill(WORDS);
    await page.locator("input[type=file]").setInputFiles({
      name: "sound.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("bang ".repeat(20)),
    });
    await page.getByText("Draft kept on this device, sealed.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Seal and queue" }).click();
    await page.getByText("1 sealed report is waiting").waitFor();
    await context?.close();

    // What a finder of the phone has: every file of the browser, and nothing of the report in any of them.
    const found = (words: string): string[] =>
      [...filesUnder(profile)].flatMap(([path, bytes]) =>
        (["utf8", "utf16le"] as const).some((e) => bytes.includes(Buffer.from(words, e))) ? [path] : [],
      );
    expect(found("Sirotliva")).toEqual([]);
    // That it looks at the right files: the name of the store is there.
    expect(found("trucekeeper-reports")).not.toEqual([]);

    page = await phone();
    await page.goto("/app/report");
    await page.getByText("1 sealed report is waiting").waitFor();
    await way.there();
    await page.getByRole("button", { name: "Send now" }).click();
    // The session ended with the browser or not: either way the report waits until its writer is there.
    await context?.request.post("/api/v1/sign-in", {
      data: { login: "observer", password: PASSWORD },
      headers: { Origin: way.url },
    });
    await page.goto(`/app/${MISSION}/report`);
    await page.getByText("Nothing is waiting.").waitFor();
    await expect.poll(entries, { timeout: 60_000 }).toBe(before + 1);
    await page.reload();
    await page.getByText("Nothing is waiting.").waitFor();
    expect(await entries()).toBe(before + 1);
  }, 240_000);

  test("a watch without anything perceived is sent; a draft is opened for its writer by the server alone", async () => {
    const page = context?.pages()[0] as Page;
    const before = await entries();
    await page.goto(`/app/${MISSION}/report`);
    await page.getByText("I watched; nothing to report").click();
    await page.getByLabel("Watched from").fill("2025-04-20T00:00");
    await page.getByLabel("Until").fill("2025-04-20T06:00");
    await page.getByLabel(/^Position/).fill("47° 8.1′ N, 37° 33.2′ E");
    await page.getByLabel("Post or patrol that watched").fill("OP 7");
    await page.getByText("Draft kept on this device, sealed.", { exact: false }).waitFor();
    await page.reload();
    await page.getByText("There is a draft from before.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Go on with it" }).click();
    expect(await page.getByLabel("Post or patrol that watched").inputValue()).toBe("OP 7");
    await page.getByRole("button", { name: "Seal and queue" }).click();
    await page.getByText(/is kept in the record as entry \d+/).waitFor();
    await expect.poll(entries, { timeout: 60_000 }).toBe(before + 1);
  }, 240_000);
});
