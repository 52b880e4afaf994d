import { account } from "./account/en.ts";
import { acts } from "./acts/en.ts";
import { administering } from "./administering/en.ts";
import { agreeing } from "./agreeing/en.ts";
import { closing } from "./closing/en.ts";
import { comparing } from "./comparing/en.ts";
import { core } from "./core/en.ts";
import { guaranteeing } from "./guaranteeing/en.ts";
import { importing } from "./importing/en.ts";
import { judging } from "./judging/en.ts";
import { keeping } from "./keeping/en.ts";
import { reporting } from "./reporting/en.ts";
import { reviewing } from "./reviewing/en.ts";
import { signing } from "./signing/en.ts";
import { situating } from "./situating/en.ts";
import { touring } from "./touring/en.ts";
import { warning } from "./warning/en.ts";

/** English, and the list of every key. Another language holds the same keys; plural forms follow its own rules. A screen loads the blocks that it says (blocks.ts), never this sum. */
export const en = {
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
} as const;

export type WordKey = keyof typeof en;
