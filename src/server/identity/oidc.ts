import * as client from "openid-client";
import type { Identity } from "../../store/identity.ts";
import { type Millis, millis } from "../../units.ts";
import type { Config } from "../config.ts";
import { guardedFetch } from "../guarded-fetch.ts";
import { hashOf, newSecret } from "../secrets.ts";

type Settings = NonNullable<Config["oidc"]>;

/** How long a person may be away at the provider. */
export const VISIT_MS = 10 * 60_000;
/** A provider that did not answer is asked again after this time; its keys and addresses are read anew once a day. */
const DAY_MS = 24 * 3_600_000;

/** What is remembered of a visit to the provider. */
interface Visit {
  readonly nonce: string;
  readonly verifier: string;
  /** Where in the application the person goes afterwards. */
  readonly back: string;
  /** The account that asked to be joined; null for signing in. */
  readonly join: string | null;
}

export interface Arrived {
  readonly issuer: string;
  readonly subject: string;
  /** Whether the provider says that it asked for more than one factor. Source: RFC 8176, "mfa" */
  readonly strong: boolean;
  readonly back: string;
  readonly join: string | null;
}

const found = new WeakMap<Settings, { readonly at: number; readonly configuration: Promise<client.Configuration> }>();

/**
 * The provider as it describes itself. It is asked by the guarded fetcher: the host that the operator configured may be
 * inside, and no other that its description names.
 */
function providerOf(settings: Settings, now: Millis): Promise<client.Configuration> {
  const known = found.get(settings);
  if (known && now - known.at < DAY_MS) return known.configuration;
  const issuer = new URL(settings.issuer);
  const plain = issuer.protocol === "http:";
  const guard = { named: [issuer.hostname], plain };
  const fetcher: client.CustomFetch = (url, { body, headers, method }) =>
    guardedFetch(
      url,
      {
        method,
        headers,
        ...(body != null && { body: body instanceof Uint8Array ? body : String(body) }),
      },
      guard,
    );
  const configuration = client.discovery(
    issuer,
    settings.clientId,
    { ...(settings.clientSecret !== null && { client_secret: settings.clientSecret }) },
    settings.clientSecret === null ? client.None() : client.ClientSecretBasic(settings.clientSecret),
    { [client.customFetch]: fetcher, timeout: 10, ...(plain && { execute: [client.allowInsecureRequests] }) },
  );
  found.set(settings, { at: now, configuration });
  configuration.catch(() => found.delete(settings));
  return configuration;
}

export const callbackOf = (origin: string): string => `${origin}/api/v1/sign-in/oidc/callback`;

/**
 * Sends a person to the provider.
 * @returns the address there, and the state that has to come back in a cookie of this browser as well as in the address
 */
export async function visitProvider(
  settings: Settings,
  identity: Identity,
  { origin, back, join, now }: { readonly origin: string; readonly now: Millis } & Pick<Visit, "back" | "join">,
): Promise<{ readonly to: string; readonly state: string }> {
  const configuration = await providerOf(settings, now);
  const [state, nonce, verifier] = [newSecret(), newSecret(), client.randomPKCECodeVerifier()];
  const visit: Visit = { nonce, verifier, back, join };
  await identity.put(hashOf(state), "oidc", JSON.stringify(visit), millis(now + VISIT_MS));
  const to = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(origin),
    scope: "openid",
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  return { to: to.href, state };
}

/**
 * Who came back. The state is spent by this, whatever comes of it.
 * @param search of the address that the provider sent the browser to
 * @param held the state that this browser's cookie holds
 * @returns null where nobody was sent, the browser is another one, or the provider does not vouch
 */
export async function cameBack(
  settings: Settings,
  identity: Identity,
  { origin, search, held, now }: { origin: string; search: string; held: string | undefined; now: Millis },
): Promise<Arrived | null> {
  const state = new URLSearchParams(search).get("state");
  if (!state || state !== held) return null;
  const kept = await identity.take(hashOf(state), "oidc", now);
  if (kept === undefined) return null;
  const { nonce, verifier, back, join } = JSON.parse(kept) as Visit;
  try {
    const configuration = await providerOf(settings, now);
    const tokens = await client.authorizationCodeGrant(configuration, new URL(`${callbackOf(origin)}${search}`), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return null;
    const amr = claims["amr"];
    const strong = Array.isArray(amr) && amr.includes("mfa");
    return { issuer: configuration.serverMetadata().issuer, subject: claims.sub, strong, back, join };
  } catch {
    return null;
  }
}

/** The provider's own name for itself, under which accounts are joined; null while it does not answer. */
export const issuerOf = async (settings: Settings, now: Millis): Promise<string | null> => {
  try {
    return (await providerOf(settings, now)).serverMetadata().issuer;
  } catch {
    return null;
  }
};
