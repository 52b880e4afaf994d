import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Mission } from "../../src/server/client/answers.ts";
import { findZone, offsetAt } from "../../src/time/zone.ts";
import { offsetAt as shownOffset } from "../../web/app/times.ts";
import { describeInBrowser } from "./in-browser.ts";
import { DRILL, FRAMEWORK, MISSION, type Reader, reader, signIn } from "./mission.ts";
import { settled } from "./settled.ts";

const LADDER = "Responses within 24 and 72 hours, as one newspaper reported";

describeInBrowser("the ladder: a clock by two people, a step with its reason, in an exercise", (here) => {
  const card = (page: Page) => page.getByRole("article").filter({ has: page.getByRole("heading", { name: LADDER }) });
  const open = async (login: string): Promise<Reader> => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, login);
    await as.page.goto(`/app/${DRILL}/guarantees`);
    await card(as.page).waitFor();
    return as;
  };
  /** Opens the form of an act, fills it, and enters it. */
  const enter = async (page: Page, act: string, reason: string, fields: Readonly<Record<string, string>> = {}) => {
    await page.getByRole("button", { name: act }).click();
    const form = page.getByRole("group", { name: act });
    const choices = form.getByRole("combobox", { name: "Of which clause" });
    if ((await choices.count()) > 0) {
      await choices.click();
      await form.getByRole("listbox").getByRole("option").first().click();
    }
    for (const [label, value] of Object.entries(fields)) {
      const field = form.locator("input, textarea").and(form.getByLabel(label));
      await field.fill(value);
      if ((await field.getAttribute("aria-haspopup")) === "listbox") await page.keyboard.press("Escape");
    }
    await form.getByLabel("Reason").fill(reason);
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
  };

  test("one asks, another confirms, a step is taken, and the record has all of it", async () => {
    const first = await open("commissioner");
    const { page } = first;
    // An exercise is told by its word on the screen and on the card.
    expect(await page.getByText("EXERCISE", { exact: true }).count()).toBeGreaterThan(1);
    await card(page).getByText("A clock rests on a determination by people.", { exact: false }).waitFor();
    expect(await card(page).getByRole("button", { name: "Start the clock" }).count()).toBe(0);
    await enter(page, `Enter a determination: ${LADDER}`, "The drill’s script, page 2.", {
      "By which body": "Special commission",
      "By which standard": "Clear and convincing",
      "What is determined": "For the drill: conduct contrary to the clause.",
      "Dissent by": "Military of the United States",
      "Words of the dissent": "Too early to tell.",
    });
    await page.getByText(/^.Military of the United States. dissents: .Too early to tell\..$/).waitFor();
    await enter(page, `Start the clock: ${LADDER}`, "The drill begins.");
    const waits = card(page).getByRole("group", { name: "The start waits for a second person" });
    await waits.getByText("You asked for it: another person has to confirm it.").waitFor();
    expect(await waits.getByRole("button", { name: "Confirm the start" }).count()).toBe(0);

    const second = await open("deputy");
    await second.page.getByText(/^Reason given: .The drill begins\..$/).waitFor();
    await enter(second.page, `Confirm the start: ${LADDER}`, "Seen and agreed.");
    const run = card(second.page).getByRole("region", { name: `Clock: ${LADDER}` });
    await run.getByText("Clock is running", { exact: true }).waitFor();
    const step = run.getByRole("listitem", { name: "First response" });
    // In mission time and in the reader's own, and how long is left: a day less what this test took so far.
    expect(
      await step.getByText(/^Deadline: Mission time .+UTC.+your time .+UTC.+ · in (1 day|23 h \d+ min)$/).count(),
    ).toBe(1);
    await enter(second.page, "Step taken: First response", "The warning was delivered at the drill’s table.", {
      "By whom": "Diplomats",
    });
    await step.getByText("taken", { exact: true }).waitFor();
    await enter(second.page, `Pause the clock: ${LADDER}`, "A pause for lunch.");
    await run.getByText("Clock is paused", { exact: true }).waitFor();

    await run.getByRole("button", { name: "Waive the step: Second response" }).click();
    await settled(second.page);
    const { violations } = await new AxeBuilder({ page: second.page }).setLegacyMode(true).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);

    await second.page.goto(`/app/${DRILL}/record`);
    for (const reason of ["The warning was delivered at the drill’s table.", "A pause for lunch.", "Seen and agreed."])
      await second.page.getByText(reason, { exact: false }).first().waitFor();
    // What was entered is taken back where it stands, and the clock goes on.
    await second.page.goto(`/app/${DRILL}/guarantees`);
    await run.getByText("What was entered (3 entries)").click();
    const pause = run.getByRole("listitem").filter({ hasText: "A pause for lunch." });
    await pause.getByRole("button", { name: /Take back entry/ }).click();
    await pause.getByLabel("Why is it taken back?").fill("There was no lunch.");
    await pause.locator("button[type=submit]").click();
    await run.getByText("Clock is running", { exact: true }).waitFor();
    await settled(second.page);
    expect([...first.faults, ...second.faults]).toEqual([]);
    await Promise.all([first.context.close(), second.context.close()]);
  });

  test("outside an exercise, and to who may not decide, nothing is offered", async () => {
    const as = await reader(here.browser, here.server);
    await as.page.goto(`/app/${FRAMEWORK}/guarantees`);
    await card(as.page).waitFor();
    await settled(as.page);
    expect(await as.page.getByText("EXERCISE", { exact: true }).count()).toBe(0);
    expect(await as.page.getByRole("button", { name: /Start the clock|Enter a d/ }).count()).toBe(0);
    expect(as.faults).toEqual([]);
    await as.context.close();
    const verifier = await open("verifier");
    await settled(verifier.page);
    expect(
      await card(verifier.page)
        .getByRole("button", { name: /Start the clock|Step taken|Pause/ })
        .count(),
    ).toBe(0);
    expect(verifier.faults).toEqual([]);
    await verifier.context.close();
  });

  test("deadlines stand on the mission's clocks, long after the last report", async () => {
    const { offsets } = (await (await fetch(`${here.server.url}/api/v1/missions/${MISSION}`)).json()) as Mission;
    const kyiv = findZone("Europe/Kyiv");
    for (const days of [0, 100, 200, 300]) {
      const at = Date.now() + days * 86_400_000;
      expect([days, shownOffset(offsets, at)]).toEqual([days, kyiv && offsetAt(kyiv, at) / 60_000]);
    }
  });
});
