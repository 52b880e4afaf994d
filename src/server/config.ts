import { catalogue, problem } from "../problems.ts";

/** What a server is set to. Every limit has a name, so that the error that it causes can say it. */
export interface Config {
  /** The address that browsers know, such as https://truce.example.org; null: whatever Host says. */
  readonly origin: string | null;
  /** Whether cookies are for HTTPS only. */
  readonly secure: boolean;
  /** Whether X-Forwarded-For is to be believed: only behind a proxy of one's own. */
  readonly proxied: boolean;
  /** The one outside provider of identities that people may join their accounts to; null: none. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    /** Null for a client without one, which PKCE alone protects. */
    readonly clientSecret: string | null;
    /** What the sign-in screen calls it. */
    readonly name: string;
  } | null;
  /** Whether decisions and the keeping of accounts ask for a session with a second factor or a passkey. */
  readonly secondFactorNeeded: boolean;
  /** How long a session lasts without being used, and at most. */
  readonly session: { readonly idleMs: number; readonly lastsMs: number };
  /** What a reader of /metrics shows as a bearer token; null: nobody but this machine reads them here. */
  readonly metricsToken: string | null;
  readonly limits: {
    readonly bodyBytes: number;
    readonly depth: number;
    readonly urlBytes: number;
    /** Requests that are answered at one time; those beyond get 503 with Retry-After. */
    readonly atOnce: number;
    /** Of one caller or place, in a minute. */
    readonly perMinute: number;
    /** Attempts to sign in from one place, in a minute. */
    readonly signInsPerMinute: number;
    readonly requestMs: number;
    /** For a request that brings a file. */
    readonly uploadMs: number;
  };
}

/**
 * @param settings of the environment: ORIGIN, TRUST_PROXY, SECOND_FACTOR, SESSION_IDLE_MINUTES, METRICS_TOKEN, OIDC_ISSUER, OIDC_CLIENT_ID,
 *   OIDC_CLIENT_SECRET, OIDC_NAME
 * @throws Problem cli/usage for a setting that is not what it should be
 */
export function configOf(settings: Readonly<Record<string, string | undefined>>): Config {
  const origin = settings["ORIGIN"] || null;
  return {
    origin,
    secure: origin?.startsWith("https:") ?? false,
    proxied: settings["TRUST_PROXY"] === "1",
    session: { idleMs: idleOf(settings["SESSION_IDLE_MINUTES"]) * 60_000, lastsMs: 12 * 3_600_000 },
    metricsToken: settings["METRICS_TOKEN"] || null,
    oidc: oidcOf(settings),
    secondFactorNeeded: secondFactorOf(settings["SECOND_FACTOR"]),
    limits: {
      bodyBytes: 1_048_576,
      depth: 32,
      urlBytes: 8_192,
      atOnce: 200,
      perMinute: 1_200,
      signInsPerMinute: 30,
      requestMs: 30_000,
      uploadMs: 300_000,
    },
  };
}

/** Minutes. Operations rooms keep a screen open through a shift; where screens are shared, 30 is right. */
function idleOf(said: string | undefined): number {
  if (!said) return 8 * 60;
  if (!/^[1-9]\d{0,2}$/.test(said) || Number(said) > 720)
    throw problem(catalogue.usage, { why: `SESSION_IDLE_MINUTES=${said}: expected 1 to 720` });
  return Number(said);
}

function secondFactorOf(said: string | undefined): boolean {
  if (said === undefined || said === "" || said === "offered") return false;
  if (said === "required") return true;
  throw problem(catalogue.usage, { why: `SECOND_FACTOR=${said}: expected offered or required` });
}

function oidcOf(settings: Readonly<Record<string, string | undefined>>): Config["oidc"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret, OIDC_NAME: name } = settings;
  if (!issuer && !clientId) return null;
  if (!issuer || !clientId) throw problem(catalogue.usage, { why: "OIDC_ISSUER and OIDC_CLIENT_ID go together" });
  if (!URL.canParse(issuer)) throw problem(catalogue.usage, { why: `OIDC_ISSUER=${issuer}: expected an address` });
  const { protocol, hostname } = new URL(issuer);
  const here = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && here))
    throw problem(catalogue.usage, { why: `OIDC_ISSUER=${issuer}: expected https (http only on this machine itself)` });
  return { issuer, clientId, clientSecret: secret || null, name: name || hostname };
}
