import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { DRILL, type Reader, reader, signIn } from "./mission.ts";
import { settled } from "./settled.ts";

const PROMISED = "Use of military capabilities";
const WHAT = "Forty generators at the depot, as the list shows.";

describeInBrowser("a delivery: a guarantor hands in the proof, the mission looks at it", (here) => {
  const card = (page: Page) => page.getByRole("article").filter({ has: page.getByRole("heading", { name: PROMISED }) });
  const open = async (login: string): Promise<Reader> => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, login);
    await as.page.goto(`/app/${DRILL}/guarantees`);
    await card(as.page).waitFor();
    await settled(as.page);
    return as;
  };

  test("submitted with a file, looked at by a verifier, and confirmed", async () => {
    const guarantor = await open("guarantor");
    const { page } = guarantor;
    // What another guarantor promised is not this one's to enter.
    const others = page.getByRole("article").filter({ hasText: "United States" }).filter({ hasNotText: "Coalition" });
    expect(await others.getByRole("button", { name: /^Enter a delivery/ }).count()).toBe(0);
    await card(page)
      .getByRole("button", { name: /^Enter a delivery/ })
      .click();
    const form = card(page).getByRole("group", { name: /^Enter a delivery/ });
    await form.getByRole("textbox", { name: "What was delivered" }).fill(WHAT);
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      form.getByRole("button", { name: "Choose files" }).click(),
    ]);
    await chooser.setFiles({
      name: "list.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("item,number\ngenerator,40\n"),
    });
    await form.getByRole("combobox", { name: "Marking of the files" }).selectOption("TLP:AMBER");
    await form.getByRole("textbox", { name: "Reason" }).fill("Delivered yesterday.");
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
    const delivery = (p: Page) => card(p).getByRole("listitem").filter({ hasText: WHAT }).first();
    await delivery(page).getByText("submitted, not yet confirmed").waitFor();

    const verifier = await open("verifier");
    await delivery(verifier.page).getByText("TEXT").waitFor();
    await delivery(verifier.page)
      .getByRole("button", { name: /^Look at the delivery/ })
      .click();
    const look = delivery(verifier.page).getByRole("group", { name: /^Look at the delivery/ });
    await look
      .getByRole("combobox", { name: "Who looked at it" })
      .or(look.getByRole("textbox", { name: "Who looked at it" }))
      .first()
      .fill("Special commission");
    await verifier.page.keyboard.press("Escape");
    await look.getByRole("textbox", { name: "Reason" }).fill("Counted at the depot.");
    await look.locator("button[type=submit]").click();
    await look.waitFor({ state: "detached" });
    await delivery(verifier.page).getByText("confirmed", { exact: true }).waitFor();
    await card(verifier.page).getByText("delivered in part").waitFor();

    await page.reload();
    await delivery(page).getByText("confirmed", { exact: true }).waitFor();
    await settled(page);
    expect(await page.getByRole("button", { name: /^Look at the delivery/ }).count()).toBe(0);
    expect([...guarantor.faults, ...verifier.faults]).toEqual([]);
    await Promise.all([guarantor, verifier].map(({ context }) => context.close()));
  });
});
