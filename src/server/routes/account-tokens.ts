import { randomBytes } from "node:crypto";
import { z } from "zod";
import { may, type Permission, TOKEN_SCOPES } from "../../access/roles.ts";
import { catalogue, problem } from "../../problems.ts";
import { millis } from "../../units.ts";
import { NewToken } from "../client/account.ts";
import { freshly, noteChange, personCalling } from "../identity/begin-session.ts";
import { absent } from "../problem-response.ts";
import { type Route, route } from "../route.ts";
import { hashOf, newSecret } from "../secrets.ts";

const DAY_MS = 86_400_000;
/** Tokens of one person that work. */
const TOKENS = 50;

const make = route({
  method: "post",
  path: "/account/tokens",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Make a token for a program or a collecting device: one mission, and no more than one may oneself",
  body: z.object({
    mission: z.string().max(64),
    name: z.string().trim().min(1).max(80),
    scopes: z
      .array(z.enum(TOKEN_SCOPES as readonly [Permission, ...Permission[]]))
      .min(1)
      .max(TOKEN_SCOPES.length),
    days: z.number().int().min(1).max(366).default(90),
  }),
  answer: NewToken,
  status: 201,
  async handle(asked) {
    const { parts, body, now } = asked;
    const { identity } = parts;
    const { person } = freshly(asked);
    const part = (await identity.memberships(person.id)).find((m) => m.mission === body.mission);
    if (!part) throw absent();
    const over = body.scopes.find((s) => !may(part.role, s));
    if (over !== undefined)
      throw problem(catalogue.notPermitted, { why: `Your part in this mission does not allow ${over}.` });
    const working = (await identity.tokens(person.id)).filter((t) => !t.revoked && t.until > now);
    if (working.length >= TOKENS)
      throw problem(catalogue.conflict, { why: `You have ${TOKENS} tokens that work: revoke one first.` });
    const token = newSecret();
    const id = `t-${randomBytes(6).toString("hex")}`;
    const until = millis(now + body.days * DAY_MS);
    const { mission, name } = body;
    const scopes = TOKEN_SCOPES.filter((s) => body.scopes.includes(s));
    await identity.addToken({ id, hash: hashOf(token), person: person.id, mission, name, scopes, created: now, until });
    await noteChange(asked, person.id, "token made");
    return { id, token, until };
  },
});

const revoke = route({
  method: "delete",
  path: "/account/tokens/{token}",
  permission: "signed-in",
  peopleOnly: true,
  summary: "Revoke a token; it stops working at once",
  params: z.object({ token: z.string().max(100) }),
  answer: z.object({ done: z.boolean() }),
  async handle(asked) {
    const { person } = personCalling(asked.caller);
    if (!(await asked.parts.identity.revokeToken(person.id, asked.params.token))) throw absent();
    await noteChange(asked, person.id, "token revoked");
    return { done: true };
  },
});

export const tokenRoutes: readonly Route[] = [make, revoke];
