import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../server/pages.ts";
import { launchWithMap } from "./flags.ts";
import { FRAMEWORK, MISSION, reader, type Served, served, signIn } from "./mission.ts";

const LANGUAGES = ["en", "uk", "ru", "fr", "ar"] as const;

describe.skipIf(!hasChromium)("every screen in every language", () => {
  let browser: Browser;
  let server: Served;
  let incident = "";
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchWithMap(), served()]);
    const answer = await fetch(`${server.url}/api/v1/missions/${MISSION}/incidents?limit=1&result=contrary`);
    incident = ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? "";
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  /** Paths as the public reads them, then those of somebody who is signed in. */
  const screens = (): readonly (readonly [path: string, login?: string])[] => [
    ["/app/"],
    ["/app/sign-in"],
    [`/app/${MISSION}`],
    [`/app/${MISSION}?incident=${incident}`],
    [`/app/${MISSION}/agreement`],
    [`/app/${FRAMEWORK}/guarantees`],
    [`/app/${FRAMEWORK}/agreement`],
    [`/app/${MISSION}/compare`],
    [`/app/${MISSION}/sources`],
    [`/app/${MISSION}/record`],
    ["/app/report"],
    [`/app/${MISSION}/report`, "observer"],
    [`/app/${MISSION}/import`, "analyst"],
    [`/app/${MISSION}/closing`, "analyst"],
    [`/app/${MISSION}/compare?b=own`, "verifier"],
    [`/app/${MISSION}/sources`, "verifier"],
    [`/app/${MISSION}/record`, "verifier"],
    [`/app/${MISSION}/administration`, "keeper"],
    [`/app/${MISSION}/agreement/edit`, "analyst"],
  ];

  for (const language of LANGUAGES)
    test(`${language}: axe finds nothing, the console is quiet, nothing overflows a phone`, async () => {
      const found: string[] = [];
      for (const [width, height, scheme] of [
        [1440, 900, "light"],
        [390, 844, "dark"],
      ] as const) {
        const as = await reader(browser, server, { width, height, scheme, locale: language });
        let reading: string | undefined;
        for (const [path, login] of screens()) {
          if (login !== undefined && login !== reading) await signIn(as, server, login);
          reading = login;
          await as.page.goto(path);
          await as.page.locator("main :is(h2, section, [role=alert])").first().waitFor();
          await as.page.waitForLoadState("networkidle");
          const where = `${path} ${width}`;
          expect(await as.page.locator("html").getAttribute("lang")).toBe(language);
          // Axe takes seconds a page. Colours are the same in every language, so English answers for them, in both
          // schemes; the others are looked at on the desk, where the same elements stand.
          const { violations } =
            width > 1_000 || language === "en"
              ? await new AxeBuilder({ page: as.page })
                  .options({
                    resultTypes: ["violations"],
                    rules: { "color-contrast": { enabled: language === "en" } },
                  })
                  .analyze()
              : { violations: [] };
          for (const v of violations)
            found.push(
              `${where}: ${v.id}: ${v.nodes
                .slice(0, 2)
                .map((n) => n.html.slice(0, 160))
                .join(" | ")}`,
            );
          const over = await as.page.evaluate<number>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
          );
          if (over > 0) found.push(`${where}: ${over} px too wide`);
        }
        found.push(...as.faults.map((f) => `${width}: ${f}`));
        await as.context.close();
      }
      expect(found).toEqual([]);
      // Eight screens, two sizes, axe on each: minutes on a loaded machine.
    }, 600_000);
});
