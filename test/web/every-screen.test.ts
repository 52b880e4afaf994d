import { AxeBuilder } from "@axe-core/playwright";
import { beforeAll, expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.ts";
import { DRILL, FRAMEWORK, MISSION, type Reader, reader, signIn } from "./mission.ts";
import { follow, settled } from "./settled.ts";

const LANGUAGES = ["uk", "ru", "fr", "ar"] as const;
const DESK = [1440, 900, "light"] as const;
const PHONE = [390, 844, "dark"] as const;

const sizeOf = ([width, height]: readonly [number, number, string]) => ({ width, height });

/** What sticks out sideways, by its outermost elements. */
const STICKING_OUT = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const out = [...document.querySelectorAll("body *")].filter((e) => {
    const { left, right, width } = e.getBoundingClientRect();
    return width > 0 && (right > clientWidth + 1 || left < -1);
  });
  return out.slice(0, 4).map((e) => e.tagName.toLowerCase() + "." + e.className + " (" + (scrollWidth - clientWidth) + " px)");
})()`;

describeInBrowser("every screen in every language", (here) => {
  let incident = "";
  beforeAll(async () => {
    const answer = await fetch(`${here.server.url}/api/v1/missions/${MISSION}/incidents?limit=1&result=contrary`);
    incident = ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? "";
  });
  /** Paths as the public reads them, then those of somebody who is signed in; one login's beside each other. */
  const screens = (): readonly (readonly [path: string, login?: string])[] => [
    ["/app/"],
    ["/app/sign-in"],
    [`/app/${MISSION}`],
    [`/app/${MISSION}?incident=${incident}`],
    [`/app/${MISSION}/agreement`],
    [`/app/${FRAMEWORK}/guarantees`],
    [`/app/${FRAMEWORK}/agreement`],
    [`/app/${MISSION}/compare`],
    [`/app/${MISSION}/warnings`],
    [`/app/${MISSION}/sources`],
    [`/app/${MISSION}/record`],
    ["/app/report"],
    [`/app/${MISSION}/report`, "observer"],
    [`/app/${MISSION}/import`, "analyst"],
    [`/app/${MISSION}/closing`, "analyst"],
    [`/app/${MISSION}/review`, "analyst"],
    [`/app/${MISSION}/agreement/edit`, "analyst"],
    [`/app/${MISSION}/compare?b=own`, "verifier"],
    [`/app/${MISSION}/sources`, "verifier"],
    [`/app/${MISSION}/record`, "verifier"],
    [`/app/${MISSION}/administration`, "keeper"],
    // The exercise, as one who enters there reads it.
    [`/app/${DRILL}/guarantees`, "commissioner"],
    [`/app/${DRILL}/warnings`, "commissioner"],
  ];
  const faultsOf = async ({ page }: Reader, colours: boolean): Promise<string[]> => {
    // No page here holds a frame: axe need not open a second page to put frames together.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: colours } } })
      .analyze();
    const html = (nodes: readonly { html: string }[]) => nodes.slice(0, 2).map((n) => n.html.slice(0, 160));
    return violations.map((v) => `${v.id}: ${html(v.nodes).join(" | ")}`);
  };
  const overflow = async ({ page }: Reader): Promise<string[]> => {
    const out = await page.evaluate<string[]>(STICKING_OUT);
    return out.length > 0
      ? [`${(page.viewportSize() ?? { width: 0 }).width} px is too narrow for ${out.join(", ")}`]
      : [];
  };
  const shown = async ({ page }: Reader): Promise<void> => {
    await page.locator("main :is(h2, section, [role=alert])").first().waitFor();
    await settled(page);
  };

  for (const [width, height, scheme] of [DESK, PHONE])
    test(`en, ${width} px, ${scheme}: every address opens; axe finds nothing, the console is quiet, nothing overflows`, async () => {
      const found: string[] = [];
      const as = await reader(here.browser, here.server, { width, height, scheme });
      let reading: string | undefined;
      for (const [path, login] of screens()) {
        if (login !== undefined && login !== reading) await signIn(as, here.server, login);
        reading = login;
        await as.page.goto(path);
        await shown(as);
        for (const f of [...(await faultsOf(as, true)), ...(await overflow(as))]) found.push(`${path}: ${f}`);
      }
      expect([...found, ...as.faults]).toEqual([]);
      await as.context.close();
    }, 600_000);

  // Colours are the same in every language, so English answers for them. Screens are reached here as a reader reaches
  // them, one after the other, and the window becomes as narrow as a phone.
  for (const locale of LANGUAGES)
    test(`${locale}: from screen to screen; axe finds nothing, the console is quiet, nothing overflows a phone`, async () => {
      const found: string[] = [];
      const as = await reader(here.browser, here.server, { locale });
      let reading: string | undefined | null = null;
      let wide = true;
      for (const [path, login] of screens()) {
        if (login === reading) await follow(as.page, path);
        else {
          if (login !== undefined) await signIn(as, here.server, login);
          await as.page.goto(path);
        }
        reading = login;
        await shown(as);
        expect(await as.page.locator("html").getAttribute("lang")).toBe(locale);
        // From wide to narrow and, on the next screen, from narrow to wide.
        const faults: string[] = [];
        for (const at of [0, 1]) {
          if (at === 1) {
            wide = !wide;
            await as.page.setViewportSize(sizeOf(wide ? DESK : PHONE));
            await settled(as.page);
          }
          faults.push(...(await overflow(as)), ...(wide ? await faultsOf(as, false) : []));
        }
        found.push(...faults.map((f) => `${path}: ${f}`));
      }
      expect([...found, ...as.faults]).toEqual([]);
      await as.context.close();
    }, 600_000);
});
