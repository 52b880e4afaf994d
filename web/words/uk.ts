import { account } from "./account/uk.ts";
import { acts } from "./acts/uk.ts";
import { administering } from "./administering/uk.ts";
import { agreeing } from "./agreeing/uk.ts";
import { closing } from "./closing/uk.ts";
import { comparing } from "./comparing/uk.ts";
import { core } from "./core/uk.ts";
import { guaranteeing } from "./guaranteeing/uk.ts";
import { importing } from "./importing/uk.ts";
import { judging } from "./judging/uk.ts";
import { keeping } from "./keeping/uk.ts";
import { reporting } from "./reporting/uk.ts";
import { reviewing } from "./reviewing/uk.ts";
import { signing } from "./signing/uk.ts";
import { situating } from "./situating/uk.ts";
import { touring } from "./touring/uk.ts";
import { warning } from "./warning/uk.ts";
import type { Words } from "./words.ts";

export const uk: Words = {
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
