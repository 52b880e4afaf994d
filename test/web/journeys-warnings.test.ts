import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { MISSION, type Reader, reader, signIn } from "./mission.ts";
import { settled } from "./settled.ts";

const HEADLINE = "Mines beside the school road";

describeInBrowser("a warning of a hazard: two people give it out, replace it and take it back", (here) => {
  const open = async (login?: string, locale = "en"): Promise<Reader> => {
    const as = await reader(here.browser, here.server, { locale });
    if (login !== undefined) await signIn(as, here.server, login);
    await as.page.goto(`/app/${MISSION}/warnings`);
    await as.page.getByRole("heading", { level: 3 }).first().waitFor();
    await settled(as.page);
    return as;
  };
  /** Opens an act's form, fills it, and enters it. */
  const enter = async (page: Page, act: string, fields: Readonly<Record<string, string>>) => {
    await page.getByRole("button", { name: act, exact: true }).click();
    const form = page.getByRole("group", { name: act, exact: true });
    for (const [label, value] of Object.entries(fields)) await form.getByRole("textbox", { name: label }).fill(value);
    await settled(page);
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
  };

  test("proposed, confirmed, read by the public as CAP, then cancelled", async () => {
    const [first, second] = await Promise.all([open("commissioner"), open("deputy")]);
    await first.page.getByText("That does not mean that there is no danger.", { exact: false }).waitFor();
    const warn = first.page.getByRole("button", { name: /^Warn of a hazard/ });
    const act = (await warn.getAttribute("aria-label")) ?? "";
    await enter(first.page, act, {
      "The place, as people there call it": "the road from the school to the river",
      "Middle of the area": "48.1 N, 37.9 E",
      Headline: HEADLINE,
      "What is known of the danger": "Mines were seen in the grass on both sides.",
      "What people should do": "Stay on the tarmac. Call 101.",
      Reason: "Seen by a patrol this morning.",
    });
    const waits = first.page.getByRole("group", { name: "A warning waits for a second person" });
    await waits.getByText("You asked for it: another person has to confirm it.").waitFor();
    expect(await waits.getByRole("button", { name: /^Confirm/ }).count()).toBe(0);

    // Nobody else reads it before a second person has read it.
    const reading = await open();
    expect(await reading.page.getByText(HEADLINE).count()).toBe(0);
    await second.page.reload();
    await settled(second.page);
    const asked = second.page.getByRole("group", { name: "A warning waits for a second person" });
    await asked.getByText("Stay on the tarmac. Call 101.").waitFor();
    const { violations } = await new AxeBuilder({ page: second.page }).setLegacyMode(true).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    await enter(second.page, `Confirm, and give it out: ${HEADLINE}`, { Reason: "I saw the pictures of the patrol." });
    const card = (page: Page) => page.getByRole("article").filter({ hasText: HEADLINE });
    await card(second.page).first().waitFor();

    await reading.page.reload();
    await card(reading.page).getByText("in force", { exact: true }).waitFor();
    await settled(reading.page);
    expect(await reading.page.getByRole("button", { name: /Cancel|Replace|Warn of/ }).count()).toBe(0);
    const link = card(reading.page).getByRole("link", { name: "Download as CAP 1.2" });
    const cap = await reading.context.request.get((await link.getAttribute("href")) ?? "");
    expect(await cap.text()).toContain("<circle>48.1,37.9 0.5</circle>");
    expect(await cap.text()).not.toContain("patrol");

    await enter(second.page, `Cancel the warning: ${HEADLINE}`, {
      "What is known of the danger": "The road was cleared.",
      "What people should do": "The road can be used again.",
      Reason: "Cleared and checked.",
    });
    await first.page.reload();
    await enter(first.page, `Confirm, and give it out: ${HEADLINE}`, {
      Reason: "The report of the clearance is here.",
    });
    await card(first.page).getByText("cancellation", { exact: true }).waitFor();
    await card(first.page).getByText("cancelled", { exact: true }).waitFor();
    await settled(first.page);
    expect([...first.faults, ...second.faults, ...reading.faults]).toEqual([]);
    await Promise.all([first, second, reading].map(({ context }) => context.close()));
  });
});
