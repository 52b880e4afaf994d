import { capRoutes } from "../cap.ts";
import { cotRoutes } from "../cot.ts";
import { feedRoutes } from "../feeds.ts";
import { liveRoutes } from "../live.ts";
import { logRoutes } from "../log-entrance.ts";
import { ogcRoutes } from "../ogc.ts";
import { openrosaRoutes } from "../openrosa.ts";
import type { Route } from "../route.ts";
import { tileRoutes } from "../tiles.ts";
import { accountRoutes } from "./account.ts";
import { factorRoutes } from "./account-factors.ts";
import { tokenRoutes } from "./account-tokens.ts";
import { administrationRoutes } from "./administration.ts";
import { agreementRoutes } from "./agreement.ts";
import { comparisonRoutes } from "./comparison.ts";
import { decisionRoutes } from "./decisions.ts";
import { draftRoutes } from "./drafts.ts";
import { entryRoutes } from "./entries.ts";
import { evidenceRoutes } from "./evidence.ts";
import { guaranteeRoutes } from "./guarantees.ts";
import { importRoutes } from "./imports.ts";
import { incidentRoutes } from "./incidents.ts";
import { mapRoutes } from "./map.ts";
import { missionRoutes } from "./missions.ts";
import { observationRoutes } from "./observations.ts";
import { overviewRoutes } from "./overview.ts";
import { proofRoutes } from "./proofs.ts";
import { reportRoutes } from "./reports.ts";
import { reviewRoutes } from "./review.ts";
import { signInRoutes } from "./sign-in.ts";
import { oidcRoutes } from "./sign-in-oidc.ts";
import { strongSignInRoutes } from "./sign-in-strongly.ts";
import { situationRoutes } from "./situation.ts";
import { sourceRoutes } from "./sources.ts";
import { warningRoutes } from "./warnings.ts";

/** Every route of the API. */
export const ROUTES: readonly Route[] = [
  ...signInRoutes,
  ...strongSignInRoutes,
  ...oidcRoutes,
  ...accountRoutes,
  ...factorRoutes,
  ...tokenRoutes,
  ...missionRoutes,
  ...situationRoutes,
  ...draftRoutes,
  ...overviewRoutes,
  ...administrationRoutes,
  ...sourceRoutes,
  ...incidentRoutes,
  ...reviewRoutes,
  ...evidenceRoutes,
  ...warningRoutes,
  ...mapRoutes,
  ...observationRoutes,
  ...agreementRoutes,
  ...comparisonRoutes,
  ...guaranteeRoutes,
  ...proofRoutes,
  ...entryRoutes,
  ...decisionRoutes,
  ...reportRoutes,
  ...importRoutes,
];

/** The standard entrances beside the API (design.md section 6). */
export const ENTRANCE_ROUTES: readonly Route[] = [
  ...ogcRoutes,
  ...liveRoutes,
  ...tileRoutes,
  ...openrosaRoutes,
  ...feedRoutes,
  ...capRoutes,
  ...cotRoutes,
  ...logRoutes,
];
