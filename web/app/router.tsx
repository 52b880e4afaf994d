import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import type { Block } from "../words/block-names.ts";
import { withWords } from "../words/blocks.ts";
import { filterFrom } from "./filter.ts";
import { NoScreen } from "./screen-state.tsx";
import { Shell } from "./shell.tsx";

/** A screen, loaded when it is opened, with the blocks of words that it says beside those of the frame. */
// biome-ignore lint/suspicious/noExplicitAny: as the router types what it loads
const screen = <T extends Record<string, any>>(load: () => Promise<T>, ...blocks: readonly Block[]) =>
  lazyRouteComponent(() => withWords(load, ...blocks));

const root = createRootRoute({ component: Shell });
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ back }: Record<string, unknown>): { back?: string } => (typeof back === "string" ? { back } : {}),
  component: screen(() => import("../sign-in/sign-in.tsx"), "signing", "account"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: screen(() => import("../account/account.tsx"), "account", "signing"),
});
const missions = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: screen(() => import("../missions/missions.tsx")),
});
const situation = createRoute({
  getParentRoute: () => root,
  path: "/$mission",
  validateSearch: filterFrom,
  component: screen(() => import("../situation/situation.tsx"), "situating", "acts"),
});
const agreement = createRoute({
  getParentRoute: () => root,
  path: "/$mission/agreement",
  component: screen(() => import("../agreement/agreement.tsx"), "agreeing", "comparing", "guaranteeing", "judging"),
});
const closing = createRoute({
  getParentRoute: () => root,
  path: "/$mission/closing",
  validateSearch: ({ day }: Record<string, unknown>): { day?: string } =>
    typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {},
  component: screen(() => import("../closing/closing.tsx"), "closing", "situating", "acts", "keeping"),
});
const review = createRoute({
  getParentRoute: () => root,
  path: "/$mission/review",
  component: screen(
    () => import("../review/review.tsx"),
    "reviewing",
    "situating",
    "acts",
    "judging",
    "keeping",
    "reporting",
  ),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/$mission/import",
  component: screen(() => import("../import/import.tsx"), "importing", "acts"),
});
const report = createRoute({
  getParentRoute: () => root,
  path: "/$mission/report",
  component: screen(() => import("../report/report.tsx"), "reporting", "acts"),
});
const keptMissions = createRoute({
  getParentRoute: () => root,
  path: "/report",
  component: screen(() => import("../report/kept-missions.tsx"), "reporting"),
});
const guarantees = createRoute({
  getParentRoute: () => root,
  path: "/$mission/guarantees",
  component: screen(() => import("../guarantees/guarantees.tsx"), "guaranteeing", "judging", "acts"),
});
const compare = createRoute({
  getParentRoute: () => root,
  path: "/$mission/compare",
  validateSearch: ({ a, b }: Record<string, unknown>): { a?: string; b?: string } => ({
    ...(typeof a === "string" && { a }),
    ...(typeof b === "string" && { b }),
  }),
  component: screen(() => import("../compare/compare.tsx"), "comparing", "agreeing", "guaranteeing", "acts"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/$mission/sources",
  component: screen(() => import("../sources/sources.tsx"), "keeping", "reporting", "acts"),
});

const record = createRoute({
  getParentRoute: () => root,
  path: "/$mission/record",
  component: screen(() => import("../record/record.tsx"), "keeping", "guaranteeing"),
});

const administration = createRoute({
  getParentRoute: () => root,
  path: "/$mission/administration",
  component: screen(() => import("../admin/administration.tsx"), "administering", "signing", "keeping"),
});

const warnings = createRoute({
  getParentRoute: () => root,
  path: "/$mission/warnings",
  component: screen(() => import("../warnings/warnings.tsx"), "warning", "guaranteeing"),
});

const editor = createRoute({
  getParentRoute: () => root,
  path: "/$mission/agreement/edit",
  component: screen(() => import("../agreement/editor.tsx"), "agreeing", "comparing"),
});

export const router = createRouter({
  defaultNotFoundComponent: NoScreen,
  routeTree: root.addChildren([
    missions,
    signIn,
    account,
    situation,
    keptMissions,
    report,
    imports,
    closing,
    review,
    agreement,
    guarantees,
    warnings,
    compare,
    sources,
    record,
    administration,
    editor,
  ]),
  basepath: "/app",
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
