import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { MISSION, reader, signIn } from "./mission.ts";

describeInBrowser("sources, the record, drafts and administration in the browser", (here) => {
  test("two drafts over the mission's own history: a change of the text changes incidents, and one is followed to its own page", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "verifier");
    const { page } = as;
    const text = await (await as.context.request.get(`/api/v1/missions/${MISSION}/agreement/text`)).text();
    await page.goto(`/app/${MISSION}/compare`);
    await page.getByRole("combobox", { name: "Version and reading" }).nth(1).click();
    await page.getByRole("option", { name: "A text of my own" }).click();
    // One day later: what happened on the first day is no longer contrary.
    const draft = text.replace(
      /(from: ")(\d{4}-\d\d-)(\d\d)/,
      (_, a, b, d) => `${a}${b}${String(Number(d) + 1).padStart(2, "0")}`,
    );
    expect(draft).not.toBe(text);
    const own = page.getByLabel("A text of my own");
    await own.fill("agreement: {}");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page
      .getByRole("alert")
      .getByText(/draft\.yaml:\d+:\d+/)
      .first()
      .waitFor();
    await own.fill(draft);
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByText(/^\d+ incidents? of \d+ comes? out otherwise\.$/).waitFor();
    await page.getByRole("heading", { name: "Clause by clause" }).waitFor();
    await page.getByRole("heading", { name: "By day" }).waitFor();
    const list = page.getByRole("region", { name: "Incidents that come out otherwise" });
    await list.getByText("whether the agreement was in force").first().waitFor();
    await list.getByRole("link").first().click();
    await page.getByRole("dialog").getByText("What each clause makes of it").waitFor();
    // The server says what is wrong with a text by 422, which a browser writes to its console.
    expect(as.faults.filter((f) => !f.includes("422"))).toEqual([]);
    await as.context.close();
  });

  test("an entry is opened, its proof is checked in the browser, and a key of another log does not pass", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "verifier");
    const { page } = as;
    await page.goto(`/app/${MISSION}/record`);
    await page.getByText("reports.csv").first().click();
    await page.getByRole("button", { name: "Verify in this browser" }).click();
    await page.getByText(/Verified: entry \d+ is among the log’s \d+ entries/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the proof file" }).click(),
    ]);
    const file = await download.path();
    const check = async () => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        page.getByRole("button", { name: "Choose a file" }).click(),
      ]);
      await chooser.setFiles(file);
    };
    await check();
    await page
      .getByRole("region", { name: "Verify a proof file" })
      .getByText(/Verified: entry/)
      .waitFor();
    const key = page.getByLabel("The log’s verifier key");
    const right = await key.inputValue();
    await key.fill(right.replace(/.$/, (c) => (c === "A" ? "B" : "A")));
    await check();
    await page
      .getByRole("region", { name: "Verify a proof file" })
      .getByText(/Not verified/)
      .waitFor();
    await page.getByRole("combobox", { name: "Kind" }).click();
    await page.getByRole("option", { name: "Version of the agreement" }).click();
    await page.getByText("agreement.yaml").first().waitFor();
    expect(await page.getByText("reports.csv").count()).toBe(0);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("the public reads the checkpoint and no entry; sources lead to what they told", async () => {
    const as = await reader(here.browser, here.server);
    const { page } = as;
    await page.goto(`/app/${MISSION}/record`);
    await page.getByText("Entries are open to the mission’s staff").waitFor();
    await page.getByText(/^trucekeeper\/truce\//).waitFor();
    await page.goto(`/app/${MISSION}/sources`);
    await page.getByText("What was watched is open to the mission’s staff only").waitFor();
    await page.getByRole("link", { name: "The-Times" }).click();
    await page.waitForURL(/source=/);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("an administrator gives a part with its reason, and nobody else finds the screen", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "keeper");
    const { page } = as;
    await page.goto(`/app/${MISSION}`);
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByRole("button", { name: "Add a member" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Login").fill("newcomer");
    await form.getByRole("combobox", { name: "Role" }).click();
    await page.getByRole("option", { name: "analyst" }).click();
    const save = form.getByRole("button", { name: "Change the part" });
    expect(await save.isDisabled()).toBe(true);
    await form.getByLabel("Reason").fill("Arrived on Monday.");
    await save.click();
    await page.getByText("Arrived on Monday.").waitFor();
    await page.getByRole("button", { name: "Change the part of newcomer" }).waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
    const other = await reader(here.browser, here.server);
    await other.page.goto(`/app/${MISSION}/administration`);
    await other.page.getByText("There is nothing here that you may read").waitFor();
    expect(await other.page.getByRole("link", { name: "Administration" }).count()).toBe(0);
    await other.context.close();
  });

  test("an agreement is edited with completion and a check by line, and enters the record only with a reason", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "analyst");
    const { page } = as;
    await page.goto(`/app/${MISSION}/agreement`);
    await page.getByRole("link", { name: "Edit the text" }).click();
    const editor = page.getByRole("textbox", { name: "Agreement file, YAML" });
    await editor.waitFor();
    await page.getByText("No mistake was found.").waitFor();
    await editor.press("Control+End");
    await page.keyboard.insertText("\nnotic");
    await editor.press("Control+Space");
    await page.getByRole("option", { name: /^notices/ }).waitFor();
    // A key without its list is a mistake, told with its line; it leads there, and nothing can be entered.
    await page.keyboard.press("Escape");
    await page.keyboard.insertText("es: 3");
    const found = page.getByRole("region", { name: "What the check finds" });
    await found
      .getByText(/mistake · line \d+, column \d+/)
      .first()
      .waitFor();
    await page.getByLabel("Reason").fill("As the annex has it.");
    const enter = page.getByRole("button", { name: "Enter into the record" });
    expect(await enter.isDisabled()).toBe(true);
    await editor.press("Control+End");
    for (let i = 0; i < "notices: 3".length; i++) await page.keyboard.press("Backspace");
    await page.keyboard.insertText("# Seen again by the drafting group.");
    await page.getByText("No mistake was found.").waitFor();
    await page.getByRole("link", { name: "Compare with the text in force" }).click();
    await page.getByText("Nothing differs: neither the texts nor any result.").waitFor();
    await page.goBack();
    await editor.getByText("# Seen again by the drafting group.").waitFor();
    await page.getByLabel("Reason").fill("As the annex has it.");
    await enter.click();
    await page.getByText(/Entered as number \d+/).waitFor();
    await page.getByRole("table", { name: "Versions" }).getByText("the mission works by it").waitFor();
    const text = await as.context.request.get(`/api/v1/missions/${MISSION}/agreement/text`);
    expect(await text.text()).toContain("# Seen again by the drafting group.");
    expect(as.faults).toEqual([]);
    await as.context.close();
  });
});
