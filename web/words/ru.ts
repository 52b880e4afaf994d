import { account } from "./account/ru.ts";
import { acts } from "./acts/ru.ts";
import { administering } from "./administering/ru.ts";
import { agreeing } from "./agreeing/ru.ts";
import { closing } from "./closing/ru.ts";
import { comparing } from "./comparing/ru.ts";
import { core } from "./core/ru.ts";
import { guaranteeing } from "./guaranteeing/ru.ts";
import { importing } from "./importing/ru.ts";
import { judging } from "./judging/ru.ts";
import { keeping } from "./keeping/ru.ts";
import { reporting } from "./reporting/ru.ts";
import { reviewing } from "./reviewing/ru.ts";
import { signing } from "./signing/ru.ts";
import { situating } from "./situating/ru.ts";
import { touring } from "./touring/ru.ts";
import { warning } from "./warning/ru.ts";
import type { Words } from "./words.ts";

export const ru: Words = {
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
