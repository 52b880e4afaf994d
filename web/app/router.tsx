import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Missions } from "../missions/missions.tsx";
import { SituationScreen } from "../situation/situation.tsx";
import { filterFrom } from "./filter.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell });
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ back }: Record<string, unknown>): { back?: string } => (typeof back === "string" ? { back } : {}),
  component: lazyRouteComponent(() => import("../sign-in/sign-in.tsx")),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("../account/account.tsx")),
});
const missions = createRoute({ getParentRoute: () => root, path: "/", component: Missions });
const situation = createRoute({
  getParentRoute: () => root,
  path: "/$mission",
  validateSearch: filterFrom,
  component: SituationScreen,
});
const agreement = createRoute({
  getParentRoute: () => root,
  path: "/$mission/agreement",
  component: lazyRouteComponent(() => import("../agreement/agreement.tsx")),
});
const closing = createRoute({
  getParentRoute: () => root,
  path: "/$mission/closing",
  validateSearch: ({ day }: Record<string, unknown>): { day?: string } =>
    typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {},
  component: lazyRouteComponent(() => import("../closing/closing.tsx")),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/$mission/import",
  component: lazyRouteComponent(() => import("../import/import.tsx")),
});
const report = createRoute({
  getParentRoute: () => root,
  path: "/$mission/report",
  component: lazyRouteComponent(() => import("../report/report.tsx")),
});
const keptMissions = createRoute({
  getParentRoute: () => root,
  path: "/report",
  component: lazyRouteComponent(() => import("../report/kept-missions.tsx")),
});
const guarantees = createRoute({
  getParentRoute: () => root,
  path: "/$mission/guarantees",
  component: lazyRouteComponent(() => import("../guarantees/guarantees.tsx")),
});
const compare = createRoute({
  getParentRoute: () => root,
  path: "/$mission/compare",
  validateSearch: ({ a, b }: Record<string, unknown>): { a?: string; b?: string } => ({
    ...(typeof a === "string" && { a }),
    ...(typeof b === "string" && { b }),
  }),
  component: lazyRouteComponent(() => import("../compare/compare.tsx")),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/$mission/sources",
  component: lazyRouteComponent(() => import("../sources/sources.tsx")),
});

const record = createRoute({
  getParentRoute: () => root,
  path: "/$mission/record",
  component: lazyRouteComponent(() => import("../record/record.tsx")),
});

const administration = createRoute({
  getParentRoute: () => root,
  path: "/$mission/administration",
  component: lazyRouteComponent(() => import("../admin/administration.tsx")),
});

const editor = createRoute({
  getParentRoute: () => root,
  path: "/$mission/agreement/edit",
  component: lazyRouteComponent(() => import("../agreement/editor.tsx")),
});

export const router = createRouter({
  routeTree: root.addChildren([
    missions,
    signIn,
    account,
    situation,
    keptMissions,
    report,
    imports,
    closing,
    agreement,
    guarantees,
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
