import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { MISSION, PASSWORD, type Reader, reader, signIn } from "./mission.ts";
import { follow, settled } from "./settled.ts";

interface View {
  readonly total: number;
}

const password = (page: Page) => page.getByLabel(/^Password( \*)?$/);

/** Totals of the three views, as the screen itself asked for them, and what list and timeline say. */
async function threeViews(page: Page, search: string) {
  // A second histogram counts what the other results would give: the one meant asks for the results of the address.
  const results = JSON.parse(new URLSearchParams(search).get("result") ?? "[]") as string[];
  const answer = (name: string) =>
    page
      .waitForResponse((r) => {
        const { pathname, searchParams } = new URL(r.url());
        return pathname.endsWith(`/${name}`) && r.ok() && `${searchParams.getAll("result")}` === `${results}`;
      })
      .then(
        (r) =>
          r.json() as Promise<
            View & { withoutPlace?: number; incidents: { features: { properties: { count: number } }[] } }
          >,
      );
  const asked = Promise.all([answer("incidents"), answer("histogram"), answer("map")]);
  await page.goto(`/app/${MISSION}${search}`);
  const [list, histogram, map] = await asked;
  await page
    .getByRole("region", { name: "Incidents" })
    .getByText(/^[\d,]+ incidents?$/)
    .waitFor();
  const said = await page
    .getByRole("region", { name: "Incidents" })
    .getByText(/^[\d,]+ incidents?$/)
    .textContent();
  // Else an answer to this page, read after the next one was opened, would be gone.
  await settled(page);
  return {
    list: list.total,
    histogram: histogram.total,
    map: map.total,
    said: Number.parseInt(said ?? "", 10),
    drawn: map,
  };
}

describeInBrowser("the browser application", (here) => {
  const at = async (path: string, as: Reader): Promise<Page> => {
    await as.page.goto(path);
    return as.page;
  };
  const someIncident = async (search = ""): Promise<string> => {
    const answer = await fetch(`${here.server.url}/api/v1/missions/${MISSION}/incidents?limit=1${search}`);
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? "";
  };

  test("a one-time link sets a password once; then login and password open, and a wrong one teaches", async () => {
    const as = await reader(here.browser, here.server);
    const first = await at(here.server.links["newcomer"] ?? "", as);
    const set = first.getByRole("button", { name: "Set the password and sign in" });
    await password(first).fill("too short");
    await first.getByLabel("Password again").fill("too short");
    await set.click();
    await first.getByText("The password is too short").waitFor();
    expect(first.url()).not.toContain("#");
    await password(first).fill(PASSWORD);
    await first.getByLabel("Password again").fill(PASSWORD);
    await set.click();
    await first.getByRole("button", { name: "newcomer" }).click();
    await first.getByRole("button", { name: "Sign out", exact: true }).click();
    await first.getByRole("link", { name: "Sign in" }).waitFor();
    expect(as.faults).toEqual([]);
    const page = await at("/app/sign-in?back=/truce", as);
    await page.getByLabel("Login").fill("newcomer");
    await password(page).fill("not the password");
    await page.locator("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("Login and password do not go together").waitFor();
    await password(page).fill(PASSWORD);
    await page.locator("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(`**/app/${MISSION}`);
    await page.getByRole("button", { name: "newcomer" }).waitFor();
    const spent = await at(here.server.links["newcomer"] ?? "", as);
    await password(spent).fill(PASSWORD);
    await spent.getByLabel("Password again").fill(PASSWORD);
    await spent.getByRole("button", { name: "Set the password and sign in" }).click();
    await spent.getByText("This link is spent").waitFor();
    await as.context.close();
  });

  test("one filter, three views, always equal, from any deep link", async () => {
    const as = await reader(here.browser, here.server);
    const whole = await threeViews(as.page, "");
    const filters = [
      "?result=%5B%22contrary%22%5D",
      "?result=%5B%22indeterminate%22%2C%22exempt%22%5D",
      "?clause=%5B%22stop-action%22%5D",
      "?text=Kherson",
      "?source=%5B%22The-Times%22%5D",
      "?from=1745074800000&until=1745182800000",
      "?bbox=36,46,40,50",
      "?act=%5B%22explosion%22%5D&bbox=30,44,38,52&text=e",
    ];
    for (const search of ["", ...filters]) {
      const { list, histogram, map, said, drawn } = search === "" ? whole : await threeViews(as.page, search);
      const placed = drawn.incidents.features.reduce((sum, f) => sum + f.properties.count, 0);
      expect({ search, histogram, map, said, placed }).toEqual({
        search,
        histogram: search.includes("from=") ? histogram : list,
        map: list,
        said: list,
        placed: list - (drawn.withoutPlace ?? 0),
      });
      if (search !== "") expect(list).toBeLessThan(whole.list);
    }
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("a figure is followed down to its sources", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "verifier");
    const page = await at(`/app/${MISSION}`, as);
    await page.getByRole("button", { name: /All military action stops/ }).click();
    await page.waitForURL(/clause=/);
    await page.getByRole("list").getByRole("button").first().click();
    const panel = page.getByRole("dialog");
    // The gravest verdict stands open.
    await panel.getByRole("button", { name: /All military action stops/, expanded: true }).waitFor();
    await panel.getByRole("table", { name: "Tests and their outcomes" }).first().waitFor();
    await panel
      .getByRole("article")
      .first()
      .getByText(/as stated/)
      .waitFor();
    await panel
      .getByRole("article")
      .first()
      .getByText(/line \d+ of file/)
      .waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("verify with four eyes, then dispute, then attribute", async () => {
    const id = await someIncident("&result=contrary");
    const panelOf = async (login: string) => {
      const as = await reader(here.browser, here.server);
      await signIn(as, here.server, login);
      const page = await at(`/app/${MISSION}?incident=${id}`, as);
      return { as, panel: page.getByRole("dialog"), page };
    };
    const enter = async (panel: ReturnType<Page["getByRole"]>, reason: string) => {
      await panel.getByLabel("Reason", { exact: false }).fill(reason);
      await panel.getByRole("button", { name: "Enter into the record" }).click();
    };
    const own = await panelOf("reporter");
    await own.panel.getByRole("button", { name: "Verify" }).click();
    await enter(own.panel, "I saw it myself.");
    await own.panel.getByText("Who reported does not verify").waitFor();
    await own.as.context.close();

    const other = await panelOf("verifier");
    await other.panel.getByRole("button", { name: "Verify" }).click();
    await enter(other.panel, "Crater and fragments agree.");
    await other.page.getByText(/Entered as number \d+/).waitFor();
    await other.panel.getByText("Crater and fragments agree.").waitFor();
    await other.panel.getByRole("button", { name: "Dispute" }).click();
    await other.panel.getByLabel("Disputed by", { exact: false }).fill("RU");
    await other.panel.getByLabel("Grounds", { exact: false }).fill("The time is not that of the window.");
    await enter(other.panel, "Handed in by the party's liaison.");
    await other.panel
      .getByText(/Disputed/)
      .first()
      .waitFor();
    expect(await other.panel.getByRole("button", { name: "Attribute" }).count()).toBe(0);
    await other.as.context.close();

    const third = await panelOf("commissioner");
    await third.panel.getByRole("button", { name: "Attribute" }).click();
    await third.panel.getByRole("combobox", { name: "Party" }).click();
    await third.panel.getByRole("option").first().click();
    await third.panel.getByLabel("Standard of proof", { exact: false }).fill("balance of probabilities");
    await enter(third.panel, "Two independent sources and the crater.");
    await third.panel
      .getByText(/Attributed by decision/)
      .first()
      .waitFor();
    await third.panel.getByText("Breach: conduct contrary to the clause").waitFor();
    expect([...other.as.faults, ...third.as.faults]).toEqual([]);
    await third.as.context.close();
  });

  test("merge, then split", async () => {
    const total = async (as: Reader): Promise<number> =>
      ((await (await as.context.request.get(`/api/v1/missions/${MISSION}/incidents?limit=1`)).json()) as View).total;
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "verifier");
    const before = await total(as);
    const page = await at(`/app/${MISSION}?incident=${await someIncident()}`, as);
    const panel = page.getByRole("dialog");
    await panel.getByRole("button", { name: "Merge" }).click();
    await panel.getByRole("combobox", { name: "The other incident" }).click();
    await panel.getByRole("option").first().click();
    await panel.getByLabel("Reason", { exact: false }).fill("The same shells, told twice.");
    await panel.getByRole("button", { name: "Enter into the record" }).click();
    await page.getByText(/Entered as number \d+/).waitFor();
    await expect.poll(() => total(as), { timeout: 30_000 }).toBe(before - 1);
    // Of another incident, so that no two judgements of one pair speak against each other.
    const items = (await (await as.context.request.get(`/api/v1/missions/${MISSION}/incidents?limit=500`)).json()) as {
      items: { id: string; observations: number; status: string }[];
    };
    const joined = [];
    for (const { id, observations } of items.items) {
      if (observations < 2) continue;
      const one = (await (await as.context.request.get(`/api/v1/missions/${MISSION}/incidents/${id}`)).json()) as {
        content: { weakest?: unknown };
        decisions: unknown[];
      };
      if (one.content.weakest && one.decisions.length === 0) joined.push(id);
    }
    await page.goto(`/app/${MISSION}?incident=${joined[0]}`);
    await panel.getByRole("button", { name: "Split" }).click();
    await panel.getByLabel("Reason", { exact: false }).fill("Two districts, an hour apart.");
    await panel.getByRole("button", { name: "Enter into the record" }).click();
    await expect.poll(() => total(as), { timeout: 30_000 }).toBe(before);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("pin, and lift it", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "analyst");
    const all = (await (await as.context.request.get(`/api/v1/missions/${MISSION}/incidents?limit=500`)).json()) as {
      items: { id: string; status: string }[];
    };
    const id = all.items.find((i) => i.status === "recorded")?.id;
    const page = await at(`/app/${MISSION}?incident=${id}`, as);
    const panel = page.getByRole("dialog");
    await panel.getByRole("button", { name: "Pin", exact: true }).click();
    await panel.getByText("are one event, and all of it", { exact: false }).waitFor();
    await panel.getByLabel("Reason", { exact: false }).fill("I have read all of them.");
    await panel.getByRole("button", { name: "Enter into the record" }).click();
    const notice = panel.getByRole("group", { name: "Pinned" });
    await notice.getByText(/^Pinned by p-[0-9a-f]+ on .+ \(entry \d+\)\.$/).waitFor();
    const pinned = async (): Promise<unknown> =>
      (
        (await (await as.context.request.get(`/api/v1/missions/${MISSION}/incidents/${id}`)).json()) as {
          content: { pinned?: boolean };
        }
      ).content.pinned ?? false;
    await expect.poll(pinned, { timeout: 30_000 }).toBe(true);
    // Nothing is left to pin until something comes in.
    expect(await panel.getByRole("button", { name: "Pin", exact: true }).count()).toBe(0);
    await notice.getByRole("button", { name: /^Lift the pin/ }).click();
    await notice.getByLabel("Why is it taken back?", { exact: false }).fill("One more report is awaited.");
    await notice
      .getByRole("button", { name: /^Lift the pin/ })
      .last()
      .click();
    await expect.poll(pinned, { timeout: 30_000 }).toBe(false);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("the review queue: a doubtful pair is settled with a reason, says so in its place, and waits no more", async () => {
    const as = await reader(here.browser, here.server);
    await signIn(as, here.server, "analyst");
    const ask = async <T>(path: string): Promise<T> =>
      (await (await as.context.request.get(`/api/v1/missions/${MISSION}/${path}`)).json()) as T;
    const waiting = async (): Promise<string[]> =>
      (await ask<{ items: { kind: string; sides: { observation: string }[] }[] }>("review")).items
        .filter((i) => i.kind === "apart")
        .map((i) => i.sides.map((s) => s.observation).join(" "));
    const total = async (): Promise<number> => (await ask<View>("incidents?limit=1")).total;
    const [pair, before] = [(await waiting())[0], await total()];
    const page = await at(`/app/${MISSION}/closing`, as);
    await page.getByRole("link", { name: "Review queue" }).click();
    const item = page
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name: "These two may be one event" }) })
      .first();
    await item
      .getByRole("group", { name: "Report 2 of 2" })
      .getByText(/Mission time .+ · your time/)
      .waitFor();
    await item.getByText(/^how rare such events are here: speaks strongly for one event/).waitFor();
    await item.getByRole("button", { name: "The same event", exact: true }).click();
    const form = item.getByRole("form", { name: "The same event", exact: true });
    await form.getByLabel("Reason", { exact: false }).fill("One column of smoke, seen from two villages.");
    await form.getByRole("button", { name: "Enter into the record" }).click();
    await item.getByText(/^Entry \d+ says: the same event\./).waitFor();
    await item.getByRole("button", { name: /^Take back entry/ }).waitFor();
    await expect.poll(total, { timeout: 30_000 }).toBe(before - 1);
    expect(await waiting()).not.toContain(pair);
    expect(as.faults).toEqual([]);
    await as.context.close();
  });

  test("the public reads, decides nothing, and is told what is closed to it", async () => {
    const as = await reader(here.browser, here.server);
    const page = await at(`/app/${MISSION}?incident=${await someIncident("&result=contrary")}`, as);
    const panel = page.getByRole("dialog");
    await panel.getByText("Entries by people are open to the mission’s staff.").waitFor();
    await panel.getByText("How the observations were joined is open to the mission’s staff.").waitFor();
    expect(await panel.getByRole("button", { name: "Verify" }).count()).toBe(0);
    await panel.getByRole("button", { name: "Close" }).first().click();
    await page.getByText("Read as: public", { exact: false }).waitFor();
    expect(await page.getByRole("link", { name: "Review queue" }).count()).toBe(0);
    await follow(page, `/app/${MISSION}/review`);
    await page.getByText("How reports were joined is open to the mission’s staff.").waitFor();
    expect(as.faults).toEqual([]);
    await as.context.close();
  });
});
