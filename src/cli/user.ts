import { randomBytes } from "node:crypto";
import process from "node:process";
import { MARKINGS, type Marking } from "../access/marking.ts";
import { type Permission, ROLES, type Role, TOKEN_SCOPES } from "../access/roles.ts";
import { catalogue, problem } from "../problems.ts";
import { hashOf, newSecret } from "../server/secrets.ts";
import type { Identity, Person } from "../store/identity.ts";
import { openIdentity } from "../store/identity-open.ts";
import { millis } from "../units.ts";
import { readArguments, wrongUsage } from "./arguments.ts";
import { result } from "./talk.ts";

const USAGE = `npx trucekeeper user add LOGIN [--name NAME] [--operator]      prints a one-time sign-in link (24 h)
       npx trucekeeper user list
       npx trucekeeper user role LOGIN --mission M --role ROLE|none [--party party-a|party-b] [--guarantor ID] [--up-to TLP:…]
       npx trucekeeper user disable LOGIN | user enable LOGIN
       npx trucekeeper user link LOGIN                              a new one-time link, for a forgotten password
       npx trucekeeper user reset LOGIN                             the same, and second factor, passkeys, sessions and tokens go
       npx trucekeeper user token LOGIN --mission M --scopes A,B --name NAME [--days N]   shown once
       (TRUCEKEEPER_DATA or DATABASE_URL; a server may run meanwhile)`;

const ACTS: ReadonlySet<string> = new Set(["add", "list", "role", "disable", "enable", "link", "reset", "token"]);
const DAY_MS = 86_400_000;

/** `user`: accounts and what they may. @returns the exit code */
export async function user(args: readonly string[]): Promise<number> {
  const flags = {
    name: "text",
    operator: "switch",
    mission: "text",
    role: "text",
    party: "text",
    guarantor: "text",
    "up-to": "text",
    scopes: "text",
    days: "text",
  } as const;
  const { positionals, text, on } = readArguments(args, flags, USAGE);
  const [act, login, ...more] = positionals;
  const extra = act === "list" ? login : more[0];
  if (extra !== undefined) wrongUsage(`${extra}: not expected`, USAGE);
  if (act === undefined || (act !== "list" && login === undefined))
    wrongUsage("what is to be done, and with whom?", USAGE);
  if (!ACTS.has(act)) wrongUsage(`user ${act}: not one of ${[...ACTS].join(", ")}`, USAGE);
  if (act === "add" && !/^[^\s\p{C}]{1,254}$/u.test(login as string))
    wrongUsage(`${JSON.stringify(login)}: expected a login of 1 to 254 visible characters without spaces`, USAGE);
  const identity = await openIdentity(process.env);
  try {
    const now = millis(Date.now());
    if (act === "list") {
      const rows = [];
      for (const p of await identity.people()) rows.push({ ...p, roles: await identity.memberships(p.id) });
      await result(JSON.stringify(rows));
      return 0;
    }
    const changed = async (person: Person, outcome: string) =>
      identity.note({ at: now, way: "account", outcome, person: person.id, source: "command line" });
    if (act === "add") {
      const person = await identity.addPerson(
        { login: login as string, name: text["name"] ?? (login as string), operator: on.has("operator") },
        now,
      );
      await changed(person, "added");
      await result(JSON.stringify({ id: person.id, login: person.login, link: await linkFor(identity, person, now) }));
      return 0;
    }
    const person = await identity.personByLogin(login as string);
    if (!person) throw problem(catalogue.noSuchAccount, { login: login as string });
    switch (act) {
      case "link":
        await changed(person, "link made");
        await result(JSON.stringify({ id: person.id, link: await linkFor(identity, person, now) }));
        return 0;
      case "reset": {
        // Whoever asks for this must have shown who they are to the person at this keyboard.
        await identity.setTotp(person.id, null);
        for (const passkey of await identity.passkeys(person.id)) await identity.removePasskey(person.id, passkey.id);
        for (const token of await identity.tokens(person.id)) await identity.revokeToken(person.id, token.id);
        await identity.setPassword(person.id, null);
        await identity.endSessions(person.id);
        await changed(person, "reset");
        await result(JSON.stringify({ id: person.id, link: await linkFor(identity, person, now) }));
        return 0;
      }
      case "disable":
      case "enable":
        await identity.setDisabled(person.id, act === "disable");
        await changed(person, `${act}d`);
        await result(JSON.stringify({ id: person.id, login: person.login, disabled: act === "disable" }));
        return 0;
      case "role": {
        const { mission, role, party, guarantor, "up-to": upTo } = text;
        const known = role === "none" || (ROLES as readonly string[]).includes(role ?? "");
        if (mission === undefined || !known)
          wrongUsage(`--mission M --role: expected none or one of ${ROLES.join(", ")}`, USAGE);
        if (party !== undefined && party !== "party-a" && party !== "party-b")
          wrongUsage("--party: expected party-a or party-b", USAGE);
        if (guarantor !== undefined && role !== "guarantor")
          wrongUsage("--guarantor: only of --role guarantor; it says which one, by its id in the agreement", USAGE);
        if (upTo !== undefined && !(MARKINGS as readonly string[]).includes(upTo))
          wrongUsage(`--up-to: expected one of ${MARKINGS.join(", ")}`, USAGE);
        const part = {
          role: role as Role,
          ...(party && { party: party as "party-a" | "party-b" }),
          ...(guarantor && { guarantor }),
          ...(upTo && { upTo: upTo as Marking }),
        };
        await identity.setMembership(mission, person.id, role === "none" ? null : part);
        await changed(person, `role ${role} in ${mission}`);
        await result(
          JSON.stringify({ id: person.id, login: person.login, mission, ...(role === "none" ? { role } : part) }),
        );
        return 0;
      }
      case "token": {
        const { mission, scopes = "", name = "token", days = "90" } = text;
        const asked = scopes.split(",").filter(Boolean);
        const wrong = asked.find((s) => !(TOKEN_SCOPES as readonly string[]).includes(s));
        if (mission === undefined || asked.length === 0 || wrong !== undefined)
          wrongUsage(
            `--mission M --scopes: ${wrong === undefined ? "" : `"${wrong}": `}expected some of ${TOKEN_SCOPES.join(", ")}; what people decide no token may`,
            USAGE,
          );
        if (!/^[1-9]\d{0,2}$/.test(days)) wrongUsage("--days: expected 1 to 999", USAGE);
        const token = newSecret();
        const id = `t-${randomBytes(6).toString("hex")}`;
        const until = millis(now + Number(days) * DAY_MS);
        await identity.addToken({
          id,
          hash: hashOf(token),
          person: person.id,
          mission,
          name,
          scopes: asked as Permission[],
          created: now,
          until,
        });
        await changed(person, "token made");
        await result(JSON.stringify({ id, token, scopes: asked, until }));
        return 0;
      }
      default:
        throw new Error(`user ${act}: left out`);
    }
  } finally {
    await identity.close();
  }
}

async function linkFor(identity: Identity, person: Person, now: number): Promise<string> {
  const link = newSecret();
  await identity.put(hashOf(link), "link", person.id, millis(now + DAY_MS));
  return `/app/sign-in#${link}`;
}
