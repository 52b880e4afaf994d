import { z } from "zod";
import { catalogue, problem } from "../../problems.ts";
import { AuthenticatorAnswer, AuthenticatorOptions, NewSecondFactor, RecoveryCodes } from "../client/account.ts";
import { freshly, noteChange } from "../identity/begin-session.ts";
import { addPasskey, newPasskeyOptions } from "../identity/passkey.ts";
import { confirmSecondFactor, newRecoveryCodes, newSecondFactor } from "../identity/second-factor.ts";
import { originOf } from "../own-origin.ts";
import { absent } from "../problem-response.ts";
import { type Asked, type Route, route } from "../route.ts";

const Done = z.object({ done: z.boolean() });
const own = { permission: "signed-in", peopleOnly: true } as const;
/** Of one person: more than anybody carries. */
const PASSKEYS = 20;

const begin = route({
  ...own,
  method: "post",
  path: "/account/second-factor",
  summary: "Begin to set up an authenticator; nothing changes until its first code is right",
  answer: NewSecondFactor,
  handle: async (asked) => newSecondFactor(asked.parts.identity, freshly(asked).person, asked.now),
});

const confirm = route({
  ...own,
  method: "put",
  path: "/account/second-factor",
  summary: "Make the authenticator the second factor, by its first code; answers recovery codes",
  body: z.object({ ticket: z.string().min(1).max(1_000), code: z.string().min(1).max(20) }),
  answer: RecoveryCodes,
  async handle(asked) {
    const { identity } = asked.parts;
    const { person, session } = freshly(asked);
    const recovery = await confirmSecondFactor(identity, person.id, asked.body, asked.now);
    if (!recovery) throw problem(catalogue.signInFailed, undefined as never);
    // Sessions that were begun without it end, but for this one.
    await identity.endSessions(person.id, session.hash);
    await noteChange(asked, person.id, "second factor on");
    return { recovery };
  },
});

const off = route({
  ...own,
  method: "delete",
  path: "/account/second-factor",
  summary: "Do without the second factor",
  answer: Done,
  async handle(asked) {
    const { person, session } = freshly(asked);
    // Whoever has the second factor on gets in by it; a session from before it must not take it away.
    if (!session.strong) throw problem(catalogue.secondFactorNeeded, undefined as never);
    await asked.parts.identity.setTotp(person.id, null);
    await noteChange(asked, person.id, "second factor off");
    return { done: true };
  },
});

const recovery = route({
  ...own,
  method: "post",
  path: "/account/recovery-codes",
  summary: "New recovery codes; those of before no longer work",
  answer: RecoveryCodes,
  async handle(asked) {
    const { identity } = asked.parts;
    const { person, session } = freshly(asked);
    if (!(await identity.credentials(person.id))?.totp)
      throw problem(catalogue.conflict, { why: "Set up an authenticator first: recovery codes stand in for it." });
    if (!session.strong) throw problem(catalogue.secondFactorNeeded, undefined as never);
    const codes = await newRecoveryCodes(identity, person.id);
    await noteChange(asked, person.id, "recovery codes made");
    return { recovery: codes };
  },
});

const placeOf = (asked: Pick<Asked<unknown, unknown, unknown>, "parts" | "request" | "now">) => ({
  origin: originOf(asked),
  identity: asked.parts.identity,
  now: asked.now,
});

const passkeyOptions = route({
  ...own,
  method: "post",
  path: "/account/passkeys/options",
  summary: "Begin to add a passkey",
  answer: AuthenticatorOptions,
  async handle(asked) {
    const { person } = freshly(asked);
    if ((await asked.parts.identity.passkeys(person.id)).length >= PASSKEYS)
      throw problem(catalogue.conflict, { why: `An account has at most ${PASSKEYS} passkeys: remove one first.` });
    return { ...(await newPasskeyOptions(placeOf(asked), person)) };
  },
});

const passkey = route({
  ...own,
  method: "post",
  path: "/account/passkeys",
  summary: "Add the passkey that the browser made",
  body: z.object({ name: z.string().trim().min(1).max(80), answer: AuthenticatorAnswer }),
  answer: Done,
  status: 201,
  async handle(asked) {
    const { person } = freshly(asked);
    const { name, answer } = asked.body;
    if (!(await addPasskey(placeOf(asked), person, name, answer)))
      throw problem(catalogue.badRequest, {
        why: "The passkey does not prove itself, or it took too long: try again.",
      });
    await noteChange(asked, person.id, "passkey added");
    return { done: true };
  },
});

const removePasskey = route({
  ...own,
  method: "delete",
  path: "/account/passkeys/{passkey}",
  summary: "Remove a passkey",
  params: z.object({ passkey: z.string().regex(/^[\w-]{1,1400}$/) }),
  answer: Done,
  async handle(asked) {
    const { person } = freshly(asked);
    if (!(await asked.parts.identity.removePasskey(person.id, asked.params.passkey))) throw absent();
    await noteChange(asked, person.id, "passkey removed");
    return { done: true };
  },
});

export const factorRoutes: readonly Route[] = [begin, confirm, off, recovery, passkeyOptions, passkey, removePasskey];
