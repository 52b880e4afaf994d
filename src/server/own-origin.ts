import type { Asked } from "./route.ts";

/** The address that links of an answer begin with: the one that is set, else the one asked for. */
export const originOf = ({ parts, request }: Pick<Asked<unknown, unknown, unknown>, "parts" | "request">): string =>
  parts.config.origin ?? new URL(request.url).origin;
