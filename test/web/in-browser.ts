import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { hasChromium } from "../server/pages.ts";
import { launchWithMap } from "./flags.ts";
import { type Served, served } from "./mission.ts";

/** What the tests of a suite share; there from its first test on. */
export interface InBrowser {
  readonly browser: Browser;
  readonly server: Served;
}

/** A suite in Chromium over a built server with a prepared store of its own; left out where there is no Chromium. */
export function describeInBrowser(title: string, suite: (here: InBrowser) => void): void {
  describe.skipIf(!hasChromium)(title, () => {
    const here = {} as { browser: Browser; server: Served };
    beforeAll(async () => {
      [here.browser, here.server] = await Promise.all([launchWithMap(), served()]);
    });
    afterAll(async () => {
      await here.browser?.close();
      await here.server?.stop();
    });
    suite(here);
  });
}
