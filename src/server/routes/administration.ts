import { z } from "zod";
import { audienceOf } from "../../access/audience.ts";
import { FLOOR } from "../../access/release.ts";
import { CEILING, may, PERMISSIONS, ROLES, STAFF_ROLES } from "../../access/roles.ts";
import type { Account } from "../../mission/account.ts";
import { catalogue, problem } from "../../problems.ts";
import { Administration, MembershipChange } from "../client/administration.ts";
import { freshly, noteChange } from "../identity/begin-session.ts";
import { type Route, route } from "../route.ts";

/** How many sign-in events are looked through for changes of roles. */
const LOOKED_THROUGH = 2_000;

/** What `note` keeps of a change of a role; the command line's has no author and no reason. */
const outcomeOf = (mission: string, role: string, by: string, reason: string): string =>
  `role ${role} in ${mission} by ${by}: ${reason}`;
const OUTCOME = /^role (\S+) in (\S+?)(?: by (\S+): (.*))?$/s;

const administration = route({
  method: "get",
  path: "/missions/{mission}/administration",
  permission: "membership.write",
  summary:
    "Who has which part in the mission, what each role may do, by which rules things are released, the log's key",
  answer: Administration,
  async handle({ mission, parts, standing, now }) {
    const { identity, store } = parts;
    const [opening, members, people, state, events] = await Promise.all([
      identity.opening(mission.id),
      identity.members(mission.id),
      identity.people(),
      store.derivations.state(mission.id),
      identity.events(LOOKED_THROUGH),
    ]);
    const known = new Map(people.map((p) => [p.id, p]));
    const account = state?.account === undefined ? null : (JSON.parse(state.account) as Account);
    const { id, name, zone, exercise, created, origin, vkey } = mission;
    return {
      mission: { id, name, zone, exercise, created, public: opening.public, origin, vkey },
      members: members.flatMap((m) => {
        const person = known.get(m.person);
        if (!person) return [];
        return {
          person: m.person,
          login: person.login,
          name: person.name,
          disabled: person.disabled,
          self: m.person === standing.author,
          role: m.role,
          party: m.party ?? null,
          guarantor: m.guarantor ?? null,
          upTo: audienceOf(m, now).upTo,
        };
      }),
      roles: ROLES.map((role) => ({
        role,
        upTo: CEILING[role],
        staff: STAFF_ROLES.has(role),
        permissions: PERMISSIONS.filter((p) => may(role, p)),
      })),
      floor: { ...FLOOR },
      rules: (account?.release.history ?? []).map(({ from, rules }) => ({ from, rules: { ...rules } })),
      changes: events.flatMap(({ at, outcome, person }) => {
        const [, role, where, by, reason] = OUTCOME.exec(outcome) ?? [];
        if (role === undefined || where !== mission.id || person === null) return [];
        return [{ at, person, role, by: by ?? null, reason: reason ?? null }];
      }),
    };
  },
});

const change = route({
  method: "put",
  path: "/missions/{mission}/members",
  permission: "membership.write",
  peopleOnly: true,
  summary: "Gives a person a part in the mission, another one, or none; with its reason. Nobody changes their own",
  body: MembershipChange,
  answer: z.object({ person: z.string(), role: z.enum(ROLES).nullable() }),
  async handle(asked) {
    const { mission, parts, body } = asked;
    const { person: maker } = freshly(asked);
    const person = await parts.identity.personByLogin(body.login);
    if (!person)
      throw problem(catalogue.badRequest, {
        why: "No account has this login. Whoever keeps the accounts makes one: npx trucekeeper user add LOGIN --name NAME",
      });
    if (person.id === maker.id)
      throw problem(catalogue.notPermitted, {
        why: "Nobody changes their own part: another administrator does, or whoever keeps the accounts.",
      });
    if (body.role === "public")
      throw problem(catalogue.badRequest, {
        why: "The public has no part that is given: take the person out instead.",
      });
    if (body.party !== null && body.role !== "party-liaison")
      throw problem(catalogue.badRequest, { why: "Only a party's liaison belongs to a party." });
    if (body.guarantor !== null && body.role !== "guarantor")
      throw problem(catalogue.badRequest, { why: "Only a guarantor is named by an id of the agreement." });
    const part = body.role && {
      role: body.role,
      ...(body.party && { party: body.party }),
      ...(body.guarantor && { guarantor: body.guarantor }),
      ...(body.upTo && { upTo: body.upTo }),
    };
    await parts.identity.setMembership(mission.id, person.id, part);
    await noteChange(asked, person.id, outcomeOf(mission.id, body.role ?? "none", maker.id, body.reason));
    return { person: person.id, role: body.role };
  },
});

export const administrationRoutes: readonly Route[] = [administration, change];
