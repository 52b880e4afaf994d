import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { app } from "../../src/server/app.ts";
import { serverLog, serverMetrics } from "../../src/server/observability.ts";
import { addressOf } from "../../src/server/route.ts";
import { ENTRANCE_ROUTES, ROUTES } from "../../src/server/routes/index.ts";
import { type Entrances, HOST, openEntrances } from "./entrances-server.ts";

const REPORT =
  "<!doctype html><script>const a = 1;</script><p onclick='x()'>hello</p><script>\nconst b = 2;\n</script>";
let at: Entrances;
let whole: ReturnType<typeof app>;
beforeAll(async () => {
  at = await openEntrances();
  const pages = {
    examples: () => [
      { name: "truce", state: "ready" as const },
      { name: "later", state: "deriving" as const },
    ],
    front: () => "<!doctype html><script>front()</script>",
    file: async () => new TextEncoder().encode(REPORT),
    web: async (path: string) => (path === "index.html" ? new TextEncoder().encode("<!doctype html>") : null),
  };
  const inside = {
    log: serverLog("silent"),
    metrics: serverMetrics(),
    metricsRule: { token: "t", published: true },
    secure: true,
  };
  whole = app(
    pages,
    () => at.app,
    () => true,
    inside,
  );
}, 60_000);
afterAll(() => at.close());

const ALWAYS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};
const faultsOf = (response: Response): string[] => {
  const { headers } = response;
  const policy = headers.get("Content-Security-Policy") ?? "";
  return [
    ...Object.entries(ALWAYS).flatMap(([k, v]) => (headers.get(k) === v ? [] : [`${k}: ${headers.get(k)}`])),
    ...(policy.startsWith("default-src 'none'") ? [] : [`policy: ${policy}`]),
    ...(policy.includes("frame-ancestors 'none'") && policy.includes("base-uri 'none'") ? [] : [`frames: ${policy}`]),
    ...(/script-src[^;]*unsafe/.test(policy) ? [`scripts: ${policy}`] : []),
    ...(headers.get("Permissions-Policy")?.includes("payment=()") ? [] : ["permissions"]),
    ...(headers.has("Cache-Control") ? [] : ["cache"]),
    ...(headers.has("Server") || headers.has("X-Powered-By") ? ["names its software"] : []),
    ...(headers.has("Access-Control-Allow-Origin") ? ["lets other origins read"] : []),
  ];
};

describe("headers", () => {
  test("stand on every answer of every route, by every method, for nobody and for a token", async () => {
    const found: string[] = [];
    for (const { path } of [...ROUTES, ...ENTRANCE_ROUTES])
      for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
        for (const as of ["", "Bearer wrong", `Bearer ${at.token("observer")}`]) {
          const address = addressOf(path)
            .replace("{mission}", "m")
            .replaceAll(/\{\w+\}/g, "0");
          // A stream that goes on is closed by whoever reads it.
          const answer = await whole.request(`${HOST}${address}`, {
            method,
            ...(method === "POST" || method === "PUT" ? { body: "{}" } : {}),
            headers: { ...(as && { Authorization: as }), Origin: HOST },
          });
          await answer.body?.cancel();
          const faults = faultsOf(answer);
          if (faults.length > 0) found.push(`${method} ${address} ${answer.status}: ${faults.join(", ")}`);
          if (answer.status >= 500) found.push(`${method} ${address} ${answer.status}`);
        }
    expect(found).toEqual([]);
  }, 60_000);

  test("stand on pages, files, redirects and refusals too", async () => {
    const paths = ["/", "/app", "/app/", "/app/m?x=1", "/app/assets/none.js", "/healthz", "/readyz", "/metrics"];
    const files = [
      "/examples/truce",
      "/examples/truce/",
      "/examples/truce/summary.json",
      "/examples/later/",
      "/examples/x/y",
    ];
    const rest = [
      "/nothing",
      "/../etc/passwd",
      "/%2e%2e/",
      `/api/v1/${"x".repeat(9_000)}`,
      "/api/v1/openapi.json",
      "/api/v1/none",
    ];
    for (const path of [...paths, ...files, ...rest]) {
      const answer = await whole.request(`${HOST}${path}`);
      expect([path.slice(0, 40), faultsOf(answer)]).toEqual([path.slice(0, 40), []]);
    }
  });

  test("a page runs its own scripts, by their hash, and no other", async () => {
    const policy = (await whole.request(`${HOST}/examples/truce/`)).headers.get("Content-Security-Policy");
    expect(policy).toMatch(/script-src 'sha256-[\w+/=]{44}' 'sha256-[\w+/=]{44}';/);
    const app = (await whole.request(`${HOST}/app/`)).headers.get("Content-Security-Policy");
    expect(app).toContain("script-src 'self';");
    const api = (await whole.request(`${HOST}/api/v1/me`)).headers.get("Content-Security-Policy");
    expect(api).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  });

  test("answers of the API are kept by no shared cache, and say by what they vary", async () => {
    for (const path of ["/api/v1/me", "/api/v1/missions", "/api/v1/missions/m", "/api/v1/account"]) {
      const { headers } = await whole.request(`${HOST}${path}`);
      expect([path, headers.get("Cache-Control")]).toEqual([path, expect.stringMatching(/private|no-store/)]);
    }
  });
});
