import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { MISSION, type Reader, reader, signIn } from "./mission.ts";
import { settled } from "./settled.ts";

/** What a reader sees of a view: count, rows, stretch, results that are on, the opened incident, where the map looks. */
async function viewOf({ page }: Reader) {
  await settled(page);
  const list = page.getByRole("region", { name: "Incidents" });
  return {
    count: await list.getByText(/^[\d,]+ incidents?$/).textContent(),
    rows: (await list.locator(".row b").allTextContents()).slice(0, 5),
    from: await page.getByRole("slider", { name: "From" }).getAttribute("aria-valuetext"),
    until: await page.getByRole("slider", { name: "Until" }).getAttribute("aria-valuetext"),
    on: await page.locator(".filter-result[aria-pressed=true] span").allTextContents(),
    search: await page.getByRole("textbox", { name: "Search" }).inputValue(),
    open: await page.locator("[role=dialog] h3").allTextContents(),
    map: await page.locator(".maplibregl-ctrl-scale").textContent(),
  };
}

describeInBrowser("the situation by keys and by its address", (here) => {
  const open = async (path: string, options: Parameters<typeof reader>[2] = {}): Promise<Reader> => {
    const as = await reader(here.browser, here.server, options);
    await as.page.goto(path);
    await as.page.locator("canvas.maplibregl-canvas, .situation-narrow, .missions").first().waitFor();
    await settled(as.page);
    return as;
  };
  const name = (page: Page) => page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? ''");

  test("filter, stretch, map and incident are set by keys alone; the copied address opens the same view elsewhere", async () => {
    const as = await open(`/app/${MISSION}`);
    const { page } = as;
    await as.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.keyboard.press("2");
    await page.waitForURL(/result=/);
    await page.keyboard.press("t");
    await page.getByRole("slider", { name: "From" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("PageUp");
    await page.waitForURL(/from=/);
    await page.keyboard.press("Tab");
    expect(await name(page)).toBe("Until");
    await page.keyboard.press("ArrowLeft");
    const until = new URL(page.url()).searchParams.get("until");
    expect(until).not.toBeNull();

    await page.keyboard.press("m");
    await page.locator("canvas.maplibregl-canvas:focus").waitFor();
    await page.keyboard.press("=");
    await page.waitForURL(/at=/);
    await page.keyboard.press("/");
    await page.locator("#search:focus").waitFor();
    await page.keyboard.type("o");
    await page.waitForURL(/text=o/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Copy link" }).focus();
    await page.keyboard.press("l");
    await settled(page);
    const first = page.locator(".list .row[tabindex='0']");
    await page.locator(".list .row:focus").waitFor();
    const before = await first.textContent();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => first.textContent()).not.toBe(before);
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog");
    await panel.getByRole("heading", { level: 3 }).waitFor();
    await panel.getByRole("button", { name: "Copy link" }).click();
    await panel.getByRole("button", { name: "Link copied" }).waitFor();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(link).toBe(page.url());

    const other = await open(link);
    expect(await viewOf(other)).toEqual(await viewOf(as));
    expect(await viewOf(other)).toMatchObject({ on: ["cannot tell"], search: "o" });
    expect([...as.faults, ...other.faults]).toEqual([]);
    await as.context.close();
    await other.context.close();
  });

  test("the skip link leads past the menu, help opens by its key, and keys can be switched off", async () => {
    const as = await open(`/app/${MISSION}`);
    const { page } = as;
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate<string>("document.activeElement?.id ?? ''")).toBe("content");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Help" });
    await help.waitFor();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include("dialog").analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    await help.getByRole("checkbox", { name: "Single keys work" }).uncheck();
    await page.keyboard.press("Escape");
    // By its element: a closed dialog has no role before it is gone.
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "Help and keys" }).press("Enter");
    await help.waitFor();
    expect(page.url()).not.toContain("result=");
    await as.context.close();
  });

  test("the tour leads by keys through every screen on a phone, and left is left", async () => {
    const as = await open("/app/", { width: 390, height: 844 });
    const { page } = as;
    await page.getByRole("button", { name: "Begin the tour" }).press("Enter");
    const tour = page.getByRole("region", { name: /./ }).and(page.locator(".tour"));
    const titles: string[] = [];
    for (;;) {
      await settled(page);
      const title = (await tour.getByRole("heading").textContent()) ?? "";
      titles.push(title);
      expect(await page.evaluate<string>("document.activeElement?.textContent ?? ''")).toBe(title);
      await page.locator("[data-toured]").first().waitFor();
      const next = tour.getByRole("button", { name: "Next" });
      if ((await next.count()) === 0) break;
      await next.press("Enter");
      await expect.poll(() => tour.getByRole("heading").textContent()).not.toBe(title);
    }
    // All but the comparison: no example here has two readings.
    expect(titles.length).toBe(9);
    expect(page.url()).toContain(`/${MISSION}/record`);
    await page.reload();
    await tour.getByRole("heading", { name: titles.at(-1) as string }).waitFor();
    await tour.getByRole("button", { name: "Leave the tour" }).press("Enter");
    await tour.waitFor({ state: "detached" });
    await page.goto("/app/");
    await page.getByRole("heading", { name: "Missions" }).waitFor();
    await settled(page);
    expect(await page.getByRole("button", { name: "Begin the tour" }).count()).toBe(0);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("a stroke over the timeline chooses a stretch each time, also while words of the page are marked", async () => {
    const { page, context, faults } = await open(`/app/${MISSION}`);
    const stroke = async (from: number, until: number): Promise<void> => {
      const box = await page.locator(".timeline-chart").boundingBox();
      if (!box) throw new Error("no timeline is shown");
      const y = box.y + 20;
      await page.mouse.move(box.x + box.width * from, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * until, y, { steps: 3 });
      await page.mouse.up();
    };
    for (const [from, until] of [
      [0.2, 0.5],
      [0.4, 0.8],
    ] as const) {
      await page.evaluate("getSelection().selectAllChildren(document.body)");
      await stroke(from, until);
      await page.waitForURL(/from=/);
      await settled(page);
      await page.getByRole("button", { name: "Whole time" }).click();
      await page.waitForURL((url) => !url.searchParams.has("from"));
      await settled(page);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test("where nothing is left the list says so and offers the way out", async () => {
    const as = await open(`/app/${MISSION}?text=qqqqqq`);
    await as.page.getByText("No incident is left by this filter.", { exact: false }).waitFor();
    await as.page.getByRole("region", { name: "Incidents" }).getByRole("button", { name: "Clear the filter" }).click();
    await as.page
      .getByText(/^[1-9]\d* incidents$/)
      .first()
      .waitFor();
    expect(as.page.url()).not.toContain("text=");
    await as.context.close();
  });
});

describeInBrowser("what came with a report", (here) => {
  test("a picture is not even loaded before it is asked for; the original asks why, and both stand in the custody", async () => {
    const observer = await reader(here.browser, here.server);
    await signIn(observer, here.server, "observer");
    const form = observer.page;
    await form.goto(`/app/${MISSION}/report`);
    await form.getByLabel("Date and time").fill("2025-04-20T03:15");
    await form.getByLabel("Position", { exact: true }).fill("37U CQ 66400 83500");
    await form.getByLabel("How did you perceive it?").selectOption("heard");
    await form.getByLabel("What was it?").selectOption("explosion.mortar");
    await form.getByLabel("Going out or coming in?").selectOption("impact");
    await form.getByLabel("Who may read it").selectOption("TLP:AMBER+STRICT");
    const picture = await form.evaluate<string>(`(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 400 });
      canvas.getContext("2d").fillRect(40, 40, 300, 200);
      return canvas.toDataURL("image/jpeg").split(",")[1];
    })()`);
    const file = { name: "crater.jpg", mimeType: "image/jpeg", buffer: Buffer.from(picture, "base64") };
    await form.locator("form input[type=file]").setInputFiles(file);
    await form.getByRole("button", { name: "Seal and queue" }).click();

    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "verifier");
    const get = async <T>(path: string): Promise<T> =>
      (await (await as.context.request.get(`/api/v1/missions/${MISSION}${path}`)).json()) as T;
    let incident = "";
    const withFile = async (): Promise<string> => {
      const { items } = await get<{ items: { id: string }[] }>("/incidents?act=explosion.mortar&limit=50");
      for (const { id } of items)
        if ((await get<{ evidence: unknown[] }>(`/incidents/${id}`)).evidence.length > 0) incident = id;
      return incident;
    };
    await expect.poll(withFile, { timeout: 60_000 }).not.toBe("");

    const asked: string[] = [];
    as.page.on("request", (r) => r.url().includes("/evidence/") && asked.push(new URL(r.url()).search));
    await as.page.goto(`/app/${MISSION}?incident=${incident}`);
    const panel = as.page.getByRole("dialog");
    const show = panel.getByRole("button", { name: /Show the picture/ });
    await show.waitFor();
    await settled(as.page);
    await panel.getByText("It may be distressing.").waitFor();
    await panel.getByText("By its marking nothing of it is loaded yet.").waitFor();
    expect(asked).toEqual([]);
    await show.press("Enter");
    await panel.getByRole("img", { name: /Picture that came with the report/ }).waitFor();
    expect(asked).toEqual(["?form=view"]);
    await panel.getByRole("button", { name: "Hide again" }).press("Enter");
    await show.waitFor();

    const photograph = panel.getByRole("listitem").filter({ hasText: "JPEG" });
    await photograph.getByRole("button", { name: "Original…" }).press("Enter");
    const why = panel.getByLabel("Why do you open it?", { exact: false });
    await why.fill("To read when the camera says it was.");
    const [download] = await Promise.all([
      as.page.waitForEvent("download"),
      panel.getByRole("button", { name: "Open the original" }).press("Enter"),
    ]);
    expect(download.suggestedFilename()).toMatch(/^[0-9a-f]{16}\.jpeg$/);
    const entries = async (): Promise<string> => JSON.stringify(await get("/entries?kind=custody&limit=50"));
    await expect.poll(entries, { timeout: 30_000 }).toContain("To read when the camera says it was.");
    expect([...observer.faults, ...as.faults]).toEqual([]);
    await Promise.all([observer.context.close(), as.context.close()]);
  }, 240_000);
});
