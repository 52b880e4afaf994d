import { createHash, timingSafeEqual } from "node:crypto";
import type { Metrics } from "./observability.ts";

/** Who may read the metrics on the server's own port. */
export interface MetricsRule {
  /** METRICS_TOKEN, or null where none is set. */
  readonly token: string | null;
  /** Whether this installation is known to browsers by an address (ORIGIN), or stands behind a proxy. */
  readonly published: boolean;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Metrics tell how busy a mission is, so they are not public. With a token set, whoever shows it reads them. Without,
 * only this machine itself does, and only while nothing says that others come through a proxy on it.
 * @param peer the address of the connection itself, whatever headers say
 */
export function mayReadMetrics(rule: MetricsRule, headers: Headers, peer: string | undefined): boolean {
  if (rule.token !== null) {
    const shown = /^Bearer (\S{1,500})$/.exec(headers.get("Authorization") ?? "")?.[1];
    return shown !== undefined && timingSafeEqual(digest(shown), digest(rule.token));
  }
  const forwarded = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"].some((h) => headers.has(h));
  const here = peer !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(peer);
  return here && !rule.published && !forwarded;
}

export const metricsAnswer = async ({ registry }: Metrics): Promise<Response> =>
  new Response(await registry.metrics(), {
    headers: { "Content-Type": registry.contentType, "Cache-Control": "no-store" },
  });
