import { createHash } from "node:crypto";
import { APP_POLICY } from "./web-app.ts";

/** What is no page may load, run and embed nothing. */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Only what our own pages use; a device's place is asked for by the form that reports in. */
const PERMISSIONS =
  "accelerometer=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)";

/** A page that carries its own script and style and reaches nothing else: its very scripts run, and no other. */
export function pagePolicy(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${scripts.length > 0 ? scripts.join(" ") : "'none'"}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Headers of every answer, whatever it is and however it came about. What an answer has set by itself stays.
 * @param secure whether browsers know this server by https
 */
export function addSafeHeaders(headers: Headers, path: string, secure: boolean): void {
  const policy = /^\/app(\/|$)/.test(path) ? APP_POLICY : DATA_POLICY;
  const safe = {
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cache-Control": "no-cache",
    ...(secure && { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" }),
  };
  for (const [name, value] of Object.entries(safe)) if (!headers.has(name)) headers.set(name, value);
}
