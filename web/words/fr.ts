import { account } from "./account/fr.ts";
import { acts } from "./acts/fr.ts";
import { administering } from "./administering/fr.ts";
import { agreeing } from "./agreeing/fr.ts";
import { closing } from "./closing/fr.ts";
import { comparing } from "./comparing/fr.ts";
import { core } from "./core/fr.ts";
import { guaranteeing } from "./guaranteeing/fr.ts";
import { importing } from "./importing/fr.ts";
import { judging } from "./judging/fr.ts";
import { keeping } from "./keeping/fr.ts";
import { reporting } from "./reporting/fr.ts";
import { reviewing } from "./reviewing/fr.ts";
import { signing } from "./signing/fr.ts";
import { situating } from "./situating/fr.ts";
import { touring } from "./touring/fr.ts";
import { warning } from "./warning/fr.ts";
import type { Words } from "./words.ts";

export const fr: Words = {
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
