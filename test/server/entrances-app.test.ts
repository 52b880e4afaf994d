import { afterAll, beforeAll, expect, test } from "vitest";
import { app } from "../../src/server/app.ts";
import { ENTRANCE_ROUTES } from "../../src/server/routes/index.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

let at: Entrances;
beforeAll(async () => {
  at = await openEntrances();
}, 60_000);
afterAll(() => at.close());

const pages = { examples: () => [], front: () => "", file: async () => null };

test("behind the pages each entrance answers, and while the record is being opened it says so", async () => {
  const served = app(pages, () => at.app);
  const opening = app(pages);
  for (const path of ["/ogc", "/ogc/collections", "/tiles/m/incidents/0/0/0.mvt", "/feeds/m/atom"]) {
    expect([path, (await served.request(`${HOST}${path}`)).status]).toEqual([path, 200]);
    expect([path, (await opening.request(`${HOST}${path}`)).status]).toEqual([path, 503]);
  }
  expect((await served.request(`${HOST}/openrosa/m/formList`)).status).toBe(401);
  const live = await served.request(`${HOST}/live/m`);
  expect(live.headers.get("Content-Type")).toContain("text/event-stream");
  await live.body?.cancel();
});

test("every entrance of a mission is absent for one that is hidden, word for word as for none", async () => {
  for (const { path, method, tokensOnly } of ENTRANCE_ROUTES) {
    if (!path.includes("{mission}") || method !== "get") continue;
    const of = (mission: string) =>
      path
        .replace("{mission}", mission)
        .replace(/\{z\}|\{x\}/g, "0")
        .replace("{tile}", "0.mvt")
        .replace("{form}", "trucekeeper-observation");
    const role = tokensOnly ? ("observer" as const) : undefined;
    const [hidden, none] = [await at.get(of("hidden"), role), await at.get(of("nowhere"), role)];
    expect([path, hidden.status, await hidden.text()]).toEqual([path, 404, await none.text()]);
  }
});

test("the API's document names the entrances at their own addresses", async () => {
  const { paths } = (await (await at.get("/api/v1/openapi.json")).json()) as { paths: Record<string, unknown> };
  for (const { path } of ENTRANCE_ROUTES) expect(paths).toHaveProperty([path]);
  expect(paths).toHaveProperty(["/api/v1/missions/{mission}/incidents"]);
});
