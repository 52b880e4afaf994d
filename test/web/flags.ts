import { type Browser, chromium } from "playwright-core";
import { CHROMIUM } from "../server/pages.ts";

/** A software renderer, so that the map draws on any machine; and a browser that asks no host by itself. */
export const FLAGS = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launchWithMap = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
