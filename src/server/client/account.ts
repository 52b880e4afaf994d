import { z } from "zod";

/** What signing in and the account's own screen ask and are answered. Instants are milliseconds since 1970 UTC. */

const millis = z.number().int().describe("Milliseconds since 1970-01-01T00:00Z");

/** Signed in, or what is still to be shown. */
export const Entered = z.object({
  done: z.boolean(),
  next: z.literal("second-factor").optional().describe("Shown where done is false"),
  ticket: z.string().optional().describe("Goes with the second factor; lasts five minutes"),
});
export type Entered = z.infer<typeof Entered>;

export const Ways = z.object({
  oidc: z.object({ name: z.string() }).nullable().describe("The outside provider that accounts can be joined to"),
});
export type Ways = z.infer<typeof Ways>;

/** Handed on to the browser's authenticator as it is. */
export const AuthenticatorOptions = z.looseObject({ challenge: z.string() });
/** What the browser's authenticator answered, as WebAuthn has it in JSON. */
export const AuthenticatorAnswer = z.looseObject({ id: z.string().min(1).max(1_400) });

export const Account = z.object({
  id: z.string().describe("The pseudonymous id that stands in entries"),
  login: z.string(),
  name: z.string(),
  operator: z.boolean(),
  strong: z.boolean().describe("Whether this session was begun with a second factor or a passkey"),
  fresh: z.boolean().describe("Whether it is young enough to change the account"),
  password: z.boolean(),
  secondFactor: z.object({ on: z.boolean(), recoveryLeft: z.number().int() }),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), created: millis })),
  oidc: z.object({ name: z.string(), joined: z.boolean() }).nullable(),
  sessions: z.array(
    z.object({ id: z.string(), created: millis, seen: millis, until: millis, strong: z.boolean(), here: z.boolean() }),
  ),
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      mission: z.string(),
      scopes: z.array(z.string()),
      created: millis,
      until: millis,
      state: z.enum(["works", "revoked", "ran-out"]),
    }),
  ),
  missions: z.array(
    z.object({
      mission: z.string(),
      role: z.string(),
      scopes: z.array(z.string()).describe("What a token of this person could be allowed there"),
    }),
  ),
});
export type Account = z.infer<typeof Account>;

export const NewSecondFactor = z.object({
  ticket: z.string(),
  secret: z.string().describe("Base32, for typing"),
  uri: z.string().describe("otpauth: address, for a QR code"),
});
export type NewSecondFactor = z.infer<typeof NewSecondFactor>;

export const RecoveryCodes = z.object({ recovery: z.array(z.string()).describe("Shown once") });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const NewToken = z.object({ id: z.string(), token: z.string().describe("Shown once"), until: millis });
export type NewToken = z.infer<typeof NewToken>;

export const SignIns = z.object({
  items: z.array(
    z.object({
      at: millis,
      way: z.string(),
      outcome: z.string(),
      source: z.string().describe("The same for the same place; no address can be read from it"),
      person: z.string().nullable(),
    }),
  ),
});
export type SignIns = z.infer<typeof SignIns>;
