import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/run.ts";
import { CHROMIUM, hasChromium } from "../server/pages.ts";
import { FLAGS, launchWithMap } from "./flags.ts";
import { MISSION, PASSWORD, reader, type Served, served, signIn } from "./mission.ts";

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

let server: Served;
beforeAll(async () => {
  if (hasChromium) server = await served();
});
afterAll(() => server?.stop());

describe.skipIf(!hasChromium)("reporting in from a phone", () => {
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
    way = new Way(server.url);
    await way.there();
  });
  afterAll(async () => {
    await context?.close();
    await way?.cut();
  });
  const entries = async (): Promise<number> => {
    if (!context) throw new Error("no phone is open");
    const answer = await context.request.get(`/api/v1/missions/${MISSION}/entries?limit=1`);
    return ((await answer.json()) as { size: number }).size;
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
    await page.locator("form input[type=file]").setInputFiles({
      name: "sound.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("bang ".repeat(20)),
    });
    await page.getByText("Draft kept on this device, sealed.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Seal and queue" }).click();
    await page.getByText("1 sealed report is waiting").waitFor();

    // A queue that this browser loses comes back from its file, once (case 91).
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save them to a file" }).click();
    const file = await (await saved).path();
    const queue = page.getByRole("region", { name: "On this device" }).locator("input[type=file]");
    await queue.setInputFiles(file);
    await page.getByText("0 reports were taken in.").waitFor();
    await page.evaluate(
      `new Promise((done) => {
        const request = indexedDB.open("trucekeeper-reports");
        request.onsuccess = () => {
          const change = request.result.transaction("waiting", "readwrite");
          change.objectStore("waiting").clear();
          change.oncomplete = () => done(request.result.close());
        };
      })`,
    );
    await page.reload();
    await page.getByText("Nothing is waiting.").waitFor();
    await queue.setInputFiles(file);
    await page.getByText("1 report was taken in.").waitFor();
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
    // The page also sends by itself when the way is there again: then the button is gone before it is pressed.
    await page
      .getByRole("button", { name: "Send now" })
      .click({ timeout: 10_000 })
      .catch(() => undefined);
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
    await way.cut();
    await page.getByRole("button", { name: "Seal and queue" }).click();
    await page.getByText("1 sealed report is waiting").waitFor();
    await page.locator("[popovertarget=who]").click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("Sealed reports wait on this device", { exact: false }).waitFor();
    await page.keyboard.press("Escape");
    await way.there();
    await page.getByRole("button", { name: "Send now" }).click();
    await page.getByText(/is kept in the record as entry \d+/).waitFor();
    // That the draft was opened is an entry as well.
    await expect.poll(entries, { timeout: 60_000 }).toBe(before + 2);
  }, 240_000);
});

const LOG = `Патруль 7 – журнал
Що,Коли,Де,Скільки,Примітка
explosion.mortar,2025-04-20 03:15,37U CQ 66400 83500,17,тихо до того
fire.small-arms,2025-04-20 04:05,48.59 N 37.99 E,hundreds,
explosion.artilery,2025-04-20 04:40,37U CQ 61400 81500,3,
`;

describe.skipIf(!hasChromium)("bringing files in", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchWithMap();
  });
  afterAll(() => browser?.close());

  test("a messy file is previewed, mapped, imported with its reason, and taken back", async () => {
    const as = await reader(browser, server);
    await signIn(as, server, "analyst");
    const { page } = as;
    const get = async <T>(path: string): Promise<T> =>
      (await (await as.context.request.get(`/api/v1/missions/${MISSION}${path}`)).json()) as T;
    const size = async (): Promise<number> => (await get<{ size: number }>("/entries?limit=1")).size;
    const total = async (): Promise<number> => (await get<{ total: number }>("/observations?limit=1")).total;
    const [entries, observations] = [await size(), await total()];
    await page.goto(`/app/${MISSION}/import`);
    const file = { name: "журнал.csv", mimeType: "text/csv", buffer: Buffer.from(LOG) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("This file cannot be read as it stands").waitFor();
    await page.getByLabel("Line with the headings").fill("2");
    const means = (heading: string) => page.getByLabel(`Means: ${heading}`);
    await means("Що").selectOption("act");
    await means("Коли").selectOption("time_from");
    await means("Де").selectOption("position");
    await means("Скільки").selectOption("count");
    await means("Примітка").selectOption("note");
    const everyRow = async (column: string, text: string) => {
      await page.getByLabel("Column", { exact: true }).selectOption(column);
      await page.getByLabel("Text", { exact: true }).fill(text);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText(`${column}: ${text}`).waitFor();
    };
    await everyRow("source", "patrol-7");
    await everyRow("source_kind", "patrol");
    await page.getByText("4 = 2 used + 1 refused + 1 skipped.", { exact: false }).waitFor();
    await page.getByText("did you mean", { exact: false }).waitFor();
    expect(await size()).toBe(entries);
    await page.getByLabel("Why does it come into the record?", { exact: false }).fill("The patrol handed in its log.");
    await page.getByRole("button", { name: "Import into the record" }).click();
    await page.getByText(/The file is in the record as entry \d+/).waitFor();
    expect(await size()).toBe(entries + 1);
    await expect.poll(total, { timeout: 60_000 }).toBe(observations + 2);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByLabel("Why is it taken back?", { exact: false }).fill("It is the log of another month.");
    await page.locator("form").getByRole("button", { name: "Undo this import" }).click();
    await page.getByText(/Taken back by entry \d+/).waitFor();
    await expect.poll(total, { timeout: 60_000 }).toBe(observations);
    expect(await size()).toBe(entries + 2);
    expect(as.faults).toEqual([]);
    await as.context.close();
  }, 240_000);
});

describe.skipIf(!hasChromium)("while somebody reads", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchWithMap();
  });
  afterAll(() => browser?.close());

  test("what is new is announced, and nothing moves until it is asked for", async () => {
    const [as, other] = [await reader(browser, server), await reader(browser, server)];
    await signIn(as, server, "verifier");
    await signIn(other, server, "analyst");
    const { page } = as;
    await page.goto(`/app/${MISSION}`);
    const list = page.getByRole("region", { name: "Incidents" });
    const count = list.getByText(/^[\d,]+ incidents?$/);
    const before = Number((await count.textContent())?.replaceAll(/\D/g, ""));
    const body =
      "source,source_kind,act,time_from,zone,position\npatrol-9,patrol,explosion.mortar,2025-04-19 21:15,Europe/Kyiv,37U CQ 66400 83500\n";
    const query = new URLSearchParams({ name: "late.csv", reason: "It came late." });
    const imported = await other.context.request.post(`/api/v1/missions/${MISSION}/imports?${query}`, {
      data: Buffer.from(body),
      headers: { Origin: server.url, "Content-Type": "application/octet-stream" },
    });
    const { entry } = (await imported.json()) as { entry: number };
    await page.getByText("1 incident is new or changed").waitFor();
    expect(Number((await count.textContent())?.replaceAll(/\D/g, ""))).toBe(before);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await list.getByText(`${before + 1} incidents`).waitFor();
    expect(await page.getByText("is new or changed").count()).toBe(0);
    await other.context.request.post(`/api/v1/missions/${MISSION}/imports/${entry}/withdrawn`, {
      data: { reason: "Only for this journey." },
      headers: { Origin: server.url, "Idempotency-Key": "journey-live" },
    });
    await page.getByText("1 incident is new or changed").waitFor();
    expect([...as.faults, ...other.faults]).toEqual([]);
    await Promise.all([as.context.close(), other.context.close()]);
  }, 240_000);

  test("a decision is taken back by who made it, with a reason; both stay in the history", async () => {
    const as = await reader(browser, server);
    await signIn(as, server, "verifier");
    const answer = await as.context.request.get(`/api/v1/missions/${MISSION}/incidents?limit=2`);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    await as.page.goto(`/app/${MISSION}?incident=${items[1]?.id}`);
    const panel = as.page.getByRole("dialog");
    await panel.getByRole("button", { name: "Verify" }).click();
    await panel.getByLabel("Reason", { exact: false }).fill("Seen by two people.");
    await panel.getByRole("button", { name: "Enter into the record" }).click();
    const undo = panel.getByRole("button", { name: /Take back entry \d+/ });
    await undo.first().click();
    await panel.getByLabel("Why is it taken back?", { exact: false }).first().fill("It was the neighbouring crater.");
    await panel
      .locator("form")
      .getByRole("button", { name: /Take back entry \d+/ })
      .click();
    await panel
      .getByText(/Taken back by entry \d+/)
      .first()
      .waitFor();
    await panel.getByText("(taken back)").waitFor();
    await panel.getByText("It was the neighbouring crater.").waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  }, 240_000);

  test("a server that is being opened is waited for", async () => {
    const as = await reader(browser, server);
    let asked = 0;
    await as.page.route("**/api/v1/missions", (route) =>
      ++asked < 3
        ? route.fulfill({
            status: 503,
            headers: { "Retry-After": "1" },
            contentType: "application/problem+json",
            body: "{}",
          })
        : route.continue(),
    );
    await as.page.goto("/app/");
    await as.page.getByText("The server is preparing the record.", { exact: false }).waitFor();
    await as.page.getByRole("article").first().waitFor();
    expect(asked).toBe(3);
    await as.context.close();
  }, 240_000);
});
