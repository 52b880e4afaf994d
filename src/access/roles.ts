import type { Marking } from "./marking.ts";

/** What a person is to one mission (design.md section 6). Nobody has a role in a mission that they were not given. */
export const ROLES = [
  "observer",
  "analyst",
  "verifier",
  "commissioner",
  "party-liaison",
  "guarantor",
  "publisher",
  "administrator",
  "public",
] as const;
export type Role = (typeof ROLES)[number];

/** What a role may do in its mission. The part before the dot is the thing, the part behind it the act. */
export const PERMISSIONS = [
  "mission.read",
  "agreement.read",
  "incident.read",
  "observation.read",
  "assessment.read",
  "coverage.read",
  "entry.read",
  "evidence.read",
  "log.read",
  "log.cosign",
  "export.read",
  "submission.write",
  "import.write",
  "agreement.write",
  "judgement.write",
  "decision.verify",
  "decision.attribute",
  "decision.dispute",
  "decision.adopt",
  "response.step",
  "commitment.deliver",
  "release.approve",
  "sealed.open",
  "erasure.approve",
  "publication.write",
  "membership.write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * What only a person may do, in a session of their own: a judgement, a decision, or one half of what needs two people.
 * No token can be given one of these (design.md 1.7).
 */
export const PEOPLE_ONLY: ReadonlySet<Permission> = new Set<Permission>([
  "log.cosign",
  "judgement.write",
  "decision.verify",
  "decision.attribute",
  "decision.dispute",
  "decision.adopt",
  "response.step",
  "commitment.deliver",
  "release.approve",
  "sealed.open",
  "erasure.approve",
  "publication.write",
  "membership.write",
]);

/** What an API token can be allowed. */
export const TOKEN_SCOPES: readonly Permission[] = PERMISSIONS.filter((p) => !PEOPLE_ONLY.has(p));

/** What is released to all who may see the mission at all. */
const RELEASED = ["mission.read", "agreement.read", "incident.read", "assessment.read", "log.read"] as const;
/** What people who work with the record read besides. */
const RECORD = [...RELEASED, "observation.read", "coverage.read"] as const;
/** What the mission's own staff reads besides. */
const STAFF = [...RECORD, "entry.read", "evidence.read"] as const;

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  observer: [...STAFF, "submission.write"],
  analyst: [...STAFF, "submission.write", "import.write", "agreement.write", "judgement.write", "export.read"],
  verifier: [...STAFF, "judgement.write", "decision.verify", "decision.dispute", "sealed.open", "export.read"],
  commissioner: [
    ...STAFF,
    "decision.attribute",
    "decision.dispute",
    "decision.adopt",
    "response.step",
    "release.approve",
    "sealed.open",
    "erasure.approve",
    "export.read",
  ],
  "party-liaison": [...RECORD, "decision.dispute", "log.cosign"],
  guarantor: [...RECORD, "commitment.deliver", "log.cosign"],
  publisher: [...STAFF, "publication.write", "release.approve", "export.read"],
  // Keeps accounts, not the record: an administrator reads what all read, and can give nobody a reading of their own.
  administrator: [...RELEASED, "membership.write", "erasure.approve"],
  public: [...RELEASED, "observation.read"],
};

const ALLOWED = new Map(ROLES.map((role) => [role, new Set<Permission>(GRANTS[role])]));

/** Whether a role may do something in its mission. */
export const may = (role: Role, permission: Permission): boolean => ALLOWED.get(role)?.has(permission) ?? false;

/** The mission's own verified staff: the only ones to whom the floor of design.md 1.11 does not apply. */
export const STAFF_ROLES: ReadonlySet<Role> = new Set<Role>([
  "observer",
  "analyst",
  "verifier",
  "commissioner",
  "publisher",
]);

/** The most restrictive marking that a role reads; a membership may lower it, nothing raises it. */
export const CEILING: Readonly<Record<Role, Marking>> = {
  observer: "TLP:AMBER",
  analyst: "TLP:AMBER+STRICT",
  verifier: "TLP:RED",
  commissioner: "TLP:RED",
  publisher: "TLP:AMBER+STRICT",
  // TLP:GREEN is for the community that a mission works in: parties and guarantors are it.
  "party-liaison": "TLP:GREEN",
  guarantor: "TLP:GREEN",
  administrator: "TLP:CLEAR",
  public: "TLP:CLEAR",
};
