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
 * @param settings of the environment: ORIGIN, TRUST_PROXY, SECOND_FACTOR, METRICS_TOKEN, OIDC_ISSUER, OIDC_CLIENT_ID,
 *   OIDC_CLIENT_SECRET, OIDC_NAME
 * @throws Problem cli/usage for a setting that is not what it should be
 */
export function configOf(settings: Readonly<Record<string, string | undefined>>): Config {
  const origin = settings["ORIGIN"] || null;
  return {
    origin,
    secure: origin?.startsWith("https:") ?? false,
    proxied: settings["TRUST_PROXY"] === "1",
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
