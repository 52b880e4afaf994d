import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Identity, Passkey, Person } from "../../store/identity.ts";
import { type Millis, millis } from "../../units.ts";
import { hashOf } from "../secrets.ts";

const CHALLENGE_MS = 5 * 60_000;

/** Where a passkey is made and used: the address that browsers show, and its host, which the passkey is bound to. */
export interface Place {
  readonly origin: string;
  readonly identity: Identity;
  readonly now: Millis;
}

const hostOf = (origin: string): string => new URL(origin).hostname;

const keep = (place: Place, challenge: string, purpose: "passkey new" | "passkey use", data: string): Promise<void> =>
  place.identity.put(hashOf(challenge), purpose, data, millis(place.now + CHALLENGE_MS));

/** What a browser needs to make a passkey for a person. It has to verify its user, so that it is two factors in one. */
export async function newPasskeyOptions(place: Place, person: Person) {
  const known = await place.identity.passkeys(person.id);
  const options = await generateRegistrationOptions({
    rpName: "Trucekeeper",
    rpID: hostOf(place.origin),
    userName: person.login,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await keep(place, options.challenge, "passkey new", person.id);
  return options;
}

/** Keeps a passkey that a browser made. @returns false where it was not asked for, or does not prove itself */
export async function addPasskey(place: Place, person: Person, name: string, made: object): Promise<boolean> {
  const response = made as RegistrationResponseJSON;
  const found = await verifyRegistrationResponse({
    response,
    expectedChallenge: async (c) => (await place.identity.take(hashOf(c), "passkey new", place.now)) === person.id,
    expectedOrigin: place.origin,
    expectedRPID: hostOf(place.origin),
    requireUserVerification: true,
  }).catch(() => null);
  if (!found?.verified) return false;
  const { id, publicKey, counter, transports = [] } = found.registrationInfo.credential;
  const key = { id, person: person.id, name, publicKey: new Uint8Array(publicKey), counter, transports };
  await place.identity.addPasskey({ ...key, created: place.now });
  return true;
}

/** What a browser needs to sign in. No account is named, so that none is told. */
export async function usePasskeyOptions(place: Place) {
  const options = await generateAuthenticationOptions({ rpID: hostOf(place.origin), userVerification: "required" });
  await keep(place, options.challenge, "passkey use", "");
  return options;
}

/**
 * Who signed in with a passkey.
 * @returns the passkey, or why not: "wrong", or "copied" where its counter went back
 */
export async function passkeyUsed(place: Place, given: object): Promise<Passkey | "wrong" | "copied"> {
  const response = given as AuthenticationResponseJSON;
  const passkey = await place.identity.passkey(response.id);
  if (!passkey) return "wrong";
  const { id, publicKey, transports } = passkey;
  const found = await verifyAuthenticationResponse({
    response,
    expectedChallenge: async (c) => (await place.identity.take(hashOf(c), "passkey use", place.now)) !== undefined,
    expectedOrigin: place.origin,
    expectedRPID: hostOf(place.origin),
    // The counter is compared and set in one statement below, not here.
    credential: { id, publicKey, counter: 0, transports: [...transports] },
    requireUserVerification: true,
  }).catch(() => null);
  if (!found?.verified) return "wrong";
  return (await place.identity.usePasskey(id, found.authenticationInfo.newCounter)) ? passkey : "copied";
}
