import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { FRAMEWORK, MISSION, reader, signIn } from "./mission.ts";

const CLASHES = `source,source_kind,act,time_from,zone,lon,lat,radius_m,place_name
patrol-3,patrol,explosion.mortar,2025-04-20 03:15,Europe/Kyiv,37.99,48.59,500,Бахмут
patrol-3,patrol,explosion.mortar,2025-04-20 05:40,Europe/Kyiv,37.61,49.71,500,Куп’янськ
`;

describeInBrowser("reading: the day's close, a place by any of its names, a promise down to its sources", (here) => {
  const listed = (page: Page) => page.getByRole("region", { name: "Incidents" }).getByText(/^[\d,]+ incidents?$/);

  test("the day is closed: its figures open what they count, what is not decided is opened, another day is another", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "analyst");
    const { page } = as;
    await page.goto(`/app/${MISSION}`);
    await page.getByRole("link", { name: "Close the day" }).click();
    const figures = page.getByRole("region", { name: "The day in figures" });
    const all = Number(await figures.getByRole("link").first().textContent());
    expect(all).toBeGreaterThan(0);
    await page.getByText("No report was published yet", { exact: false }).waitFor();
    await page.getByText(`List, timeline and map count the same: ${all}.`).waitFor();
    const next = page.getByRole("region", { name: "What to check next" });
    const undecided = await next.getByRole("listitem").count();
    expect(await figures.getByRole("link").nth(2).textContent()).toBe(String(undecided));
    await figures.getByRole("link").first().click();
    await page.waitForURL(/from=\d+&until=\d+/);
    await listed(page).getByText(`${all} incident`).waitFor();
    await page.goBack();
    await next.getByRole("link").first().click();
    await page.getByRole("dialog").getByText("What each clause makes of it").waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "Day before" }).click();
    await page.waitForURL(/day=2025-04-\d\d/);
    await figures.getByRole("link").first().waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("a place is found by any spelling, former name and apostrophe; act, status and result narrow it, and one press lets all in", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "analyst");
    const { page } = as;
    const query = new URLSearchParams({ name: "clashes.csv", reason: "For the search." });
    const came = await as.context.request.post(`/api/v1/missions/${MISSION}/imports?${query}`, {
      data: Buffer.from(CLASHES),
      headers: { Origin: here.server.url, "Content-Type": "application/octet-stream" },
    });
    expect(came.ok()).toBe(true);
    const total = async (text: string, more: Readonly<Record<string, string>> = {}): Promise<number> => {
      const answer = await as.context.request.get(
        `/api/v1/missions/${MISSION}/incidents?${new URLSearchParams({ text, limit: "1", ...more })}`,
      );
      return ((await answer.json()) as { total: number }).total;
    };
    await expect.poll(() => total("Бахмут"), { timeout: 60_000 }).toBeGreaterThan(0);
    const whole = await total("");
    await page.goto(`/app/${MISSION}`);
    const search = page.getByRole("textbox", { name: "Search", exact: true });
    const found = async (text: string): Promise<string> => {
      await search.fill(text);
      await page.waitForURL((url) => url.searchParams.get("text") === text);
      const count = await total(text);
      await listed(page)
        .getByText(new RegExp(`^${count} incidents?$`))
        .waitFor();
      return String(count);
    };
    for (const names of [
      ["Бахмут", "Bakhmut", "Артемівськ", "АРТЕМОВСК"],
      ["Куп'янськ", "Куп’янськ", "Купʼянськ", "Kupiansk"],
    ]) {
      const counts = [];
      for (const name of names) counts.push(await found(name));
      expect([names[0], new Set(counts).size]).toEqual([names[0], 1]);
      expect(Number(counts[0])).toBeGreaterThan(0);
    }
    await search.fill("no place is called so");
    await listed(page).getByText("0 incidents").waitFor();
    // Each narrows the list to what the API counts: some, and not all.
    for (const [key, value] of [
      ["act", "explosion.mortar"],
      ["status", "claimed"],
      ["result", "indeterminate"],
    ] as const) {
      const count = await total("", { [key]: value });
      await page.goto(`/app/${MISSION}?${new URLSearchParams({ [key]: JSON.stringify([value]) })}`);
      await listed(page)
        .getByText(new RegExp(`^${count} incidents?$`))
        .waitFor();
      expect([key, count > 0 && count < whole]).toEqual([key, true]);
    }
    await page.goto(`/app/${MISSION}?${new URLSearchParams({ text: "Kherson", result: '["indeterminate"]' })}`);
    const narrowed = await total("Kherson", { result: "indeterminate" });
    expect(narrowed).toBeLessThan(whole);
    await listed(page)
      .getByText(new RegExp(`^${narrowed} incidents?$`))
      .waitFor();
    await page.getByRole("button", { name: "Clear the filter" }).first().click();
    await listed(page)
      .getByText(new RegExp(`^${whole} incidents?$`))
      .waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("every value of the guarantees opens its chain of sources, by pointer and by keys", async () => {
    const as = await reader(here.browser, here.server);
    const { page } = as;
    await page.goto(`/app/${FRAMEWORK}`);
    await page.getByRole("link", { name: "Guarantees" }).click();
    const promise = page.getByRole("article").filter({ hasText: "Deploying forces" }).first();
    await promise.getByRole("button", { name: "signed: open its sources" }).click();
    const chain = page.getByRole("dialog");
    await chain
      .getByText(/\d{4}-\d\d-\d\d/)
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await chain.waitFor({ state: "detached" });
    const openers = page.getByRole("button", { name: /: open its sources$/ });
    expect(await openers.count()).toBeGreaterThan(40);
    // Each with its own value, one after the other, without a pointer.
    for (const at of [3, 17, 30]) {
      await openers.nth(at).focus();
      await page.keyboard.press("Enter");
      await chain
        .getByText(/\d{4}|No source is named/)
        .first()
        .waitFor();
      await page.keyboard.press("Escape");
      await chain.waitFor({ state: "detached" });
    }
    const firm = page.getByRole("region", { name: "Meetings" });
    await firm.getByText("Summit in Paris").waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("the public reads every screen that it is shown, and is told what is kept from it", async () => {
    const as = await reader(here.browser, here.server);
    const { page } = as;
    await page.goto(`/app/${MISSION}`);
    const menu = page.getByRole("navigation").getByRole("link");
    await menu.first().waitFor();
    const names = await menu.allTextContents();
    for (const closed of ["Report in", "Import", "Close the day", "Administration"])
      expect(names).not.toContain(closed);
    for (const name of names) {
      await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
      await page.locator("main :is(h2, section)").first().waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }
    await page.goto(`/app/${MISSION}/closing`);
    await page.getByRole("heading", { name: "Close the day" }).waitFor();
    expect(await page.getByText("What changed since the last report").count()).toBe(0);
    await page.goto(`/app/${MISSION}/import`);
    await page.locator("main h2").first().waitFor();
    expect(await page.locator("input[type=file]").count()).toBe(0);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });
});
