import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Identity } from "../../store/identity.ts";
import type { Millis } from "../../units.ts";
import { hashOf } from "../secrets.ts";

const PERIOD_S = 30;
const ENROLMENT_MS = 15 * 60_000;
const CODES = 10;

/** RFC 6238 as all authenticator applications know it: SHA-1, six digits, thirty seconds. */
const totpOf = (secret: Uint8Array, login = ""): TOTP =>
  new TOTP({
    issuer: "Trucekeeper",
    label: login,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_S,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

export interface Enrolment {
  /** The new secret, sealed for this person and for a quarter of an hour; it counts from the first right code on. */
  readonly ticket: string;
  /** Base32, for typing. */
  readonly secret: string;
  /** otpauth: address, for a QR code. */
  readonly uri: string;
}

const about = (person: string): string => `second factor of ${person}`;

export async function newSecondFactor(
  identity: Identity,
  { id, login }: { readonly id: string; readonly login: string },
  now: Millis,
): Promise<Enrolment> {
  const secret = randomBytes(20);
  const totp = totpOf(secret, login);
  const plain = JSON.stringify({ secret: secret.toString("hex"), until: now + ENROLMENT_MS });
  const ticket = Buffer.from(await identity.seal(Buffer.from(plain), `new ${about(id)}`)).toString("base64url");
  return { ticket, secret: totp.secret.base32, uri: totp.toString() };
}

/** Makes the secret of a ticket the second factor. @returns fresh recovery codes, or null where ticket or code is wrong */
export async function confirmSecondFactor(
  identity: Identity,
  person: string,
  { ticket, code }: { readonly ticket: string; readonly code: string },
  now: Millis,
): Promise<string[] | null> {
  let plain: { secret: string; until: number };
  try {
    const bytes = await identity.unseal(Buffer.from(ticket, "base64url"), `new ${about(person)}`);
    plain = JSON.parse(Buffer.from(bytes).toString()) as typeof plain;
  } catch {
    return null;
  }
  const secret = Buffer.from(plain.secret, "hex");
  const step = plain.until > now ? stepOf(secret, code, now) : null;
  if (step === null) return null;
  await identity.setTotp(person, await identity.seal(secret, about(person)));
  await identity.useTotpStep(person, step);
  return newRecoveryCodes(identity, person);
}

/** 80 random bits each, in groups that can be read out and typed. They replace those of before. */
export async function newRecoveryCodes(identity: Identity, person: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.toLowerCase().match(/.{4}/g) ?? []).join(
      "-",
    ),
  );
  await identity.setRecovery(person, codes.map(recoveryHash));
  return codes;
}

const recoveryHash = (code: string): string => hashOf(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ""));

/** The thirty seconds that a code is of: this one, the one before or the one after. */
function stepOf(secret: Uint8Array, code: string, now: Millis): number | null {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_S) + delta;
}

/** Takes a code of the authenticator or a recovery code, each for one use. @returns which it was, or null where wrong */
export async function takeCode(
  identity: Identity,
  person: string,
  code: string,
  now: Millis,
  onlyRecovery = false,
): Promise<"totp" | "recovery" | null> {
  if (/^[\d\s]+$/.test(code) && code.replaceAll(/\s/g, "").length < 16) {
    const sealed = onlyRecovery ? null : (await identity.credentials(person))?.totp;
    if (!sealed) return null;
    const step = stepOf(await identity.unseal(sealed, about(person)), code, now);
    return step !== null && (await identity.useTotpStep(person, step)) ? "totp" : null;
  }
  return (await identity.useRecovery(person, recoveryHash(code))) ? "recovery" : null;
}
