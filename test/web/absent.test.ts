import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { MISSION, reader } from "./mission.ts";
import { settled } from "./settled.ts";

describeInBrowser("what is not there, what is closed, and what does not answer", (here) => {
  test("a screen keeps its title, says what is the matter, and offers the way on", async () => {
    const { page, context } = await reader(here.browser, here.server);
    await page.goto("/app/nowhere/record");
    await page.getByRole("alert").getByText("Not there, or not open to you").waitFor();
    await page.getByRole("heading", { level: 2, name: "Record" }).waitFor();
    await page.getByRole("alert").getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 2, name: "Sign in" }).waitFor();
    expect(new URL(page.url()).searchParams.get("back")).toBe("/nowhere/record");

    await page.goto("/app/nowhere/at/all");
    await page.getByRole("heading", { level: 2, name: "There is no screen at this address" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Missions" }).click();
    await page.getByRole("heading", { level: 2, name: "Missions" }).waitFor();

    // The server is gone, and comes back.
    await page.route("**/api/v1/missions/**", (route) => route.abort());
    await page.goto(`/app/${MISSION}/agreement`);
    await page.getByRole("alert").getByText("The server did not answer.", { exact: false }).waitFor();
    await page.unroute("**/api/v1/missions/**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 2, name: /truce/ }).waitFor();
    await settled(page);
    await context.close();
  });
});
