import { account } from "./account/ar.ts";
import { acts } from "./acts/ar.ts";
import { administering } from "./administering/ar.ts";
import { agreeing } from "./agreeing/ar.ts";
import { closing } from "./closing/ar.ts";
import { comparing } from "./comparing/ar.ts";
import { core } from "./core/ar.ts";
import { guaranteeing } from "./guaranteeing/ar.ts";
import { importing } from "./importing/ar.ts";
import { judging } from "./judging/ar.ts";
import { keeping } from "./keeping/ar.ts";
import { reporting } from "./reporting/ar.ts";
import { reviewing } from "./reviewing/ar.ts";
import { signing } from "./signing/ar.ts";
import { situating } from "./situating/ar.ts";
import { touring } from "./touring/ar.ts";
import { warning } from "./warning/ar.ts";
import type { Words } from "./words.ts";

export const ar: Words = {
  ...core,
  ...acts,
  ...situating,
  ...judging,
  ...closing,
  ...reviewing,
  ...signing,
  ...account,
  ...agreeing,
  ...comparing,
  ...guaranteeing,
  ...keeping,
  ...reporting,
  ...importing,
  ...administering,
  ...touring,
  ...warning,
};
