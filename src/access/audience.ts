import type { Millis } from "../units.ts";
import { lower, type Marking, markingRank } from "./marking.ts";
import { CEILING, type Role, STAFF_ROLES } from "./roles.ts";

/** Groups outside the mission's staff to which a thing may be released by decision, whatever its TLP short of RED. */
export const RELEASE_GROUPS = ["party-a", "party-b", "guarantors", "public"] as const;
export type ReleaseGroup = (typeof RELEASE_GROUPS)[number];

/** The form in which derived rows exist: as they are for the mission's staff, and as released to each group. */
export const PROFILES = ["full", ...RELEASE_GROUPS] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * Whoever reads: in which form, up to which marking, and when. Every query of the store takes one and starts from what
 * it may see, so that a list, a count, a tile, a cursor and an ETag all know the same rows and no others.
 */
export interface Audience {
  readonly profile: Profile;
  /** TLP:RED reads everything of the profile, TLP:CLEAR only what is for all. */
  readonly upTo: Marking;
  /** The moment of reading: what is released later does not exist yet. */
  readonly at: Millis;
}

/** What makes a thing readable: its marking, and the groups to which it was released by decision. */
export interface Marked {
  readonly marking: Marking;
  readonly releasedTo?: readonly ReleaseGroup[];
}

/** A person's part in a mission. */
export interface Part {
  readonly role: Role;
  /** For a party's liaison: which party's. */
  readonly party?: "party-a" | "party-b";
  /** For a guarantor: which one, by its id in the agreement. One whose id is not said acts for no commitment. */
  readonly guarantor?: string;
  /** Reads less than the role may. */
  readonly upTo?: Marking;
}

/** The form in which a part reads. A liaison whose party is not said reads as the public does. */
export function profileOf({ role, party }: Part): Profile {
  if (STAFF_ROLES.has(role)) return "full";
  if (role === "party-liaison") return party ?? "public";
  return role === "guarantor" ? "guarantors" : "public";
}

/** The audience of a part at a moment. */
export const audienceOf = (part: Part, at: Millis): Audience => ({
  profile: profileOf(part),
  upTo: lower(CEILING[part.role], part.upTo ?? "TLP:RED"),
  at,
});

/** Everybody, signed in or not. */
export const everybody = (at: Millis): Audience => audienceOf({ role: "public" }, at);

/**
 * Whether a profile holds a thing at all, before an audience's own ceiling: by its marking, or since it was released to
 * the group. TLP:RED is for people by name and is never in a group's rows.
 */
export function heldBy(profile: Profile, { marking, releasedTo }: Marked): boolean {
  if (profile === "full") return true;
  if (marking === "TLP:RED") return false;
  if (releasedTo?.includes(profile) || releasedTo?.includes("public")) return true;
  return markingRank(marking) <= markingRank(profile === "public" ? "TLP:CLEAR" : "TLP:GREEN");
}

/** The marking that a thing has in a group's rows: released by decision, it is no stricter than the group's ceiling. */
export function markingIn(profile: Profile, { marking }: Marked): Marking {
  if (profile === "full") return marking;
  return lower(marking, profile === "public" ? "TLP:CLEAR" : "TLP:GREEN");
}

/** Whether an audience may read a thing. What it may not read is, for it, not there. */
export const mayRead = (audience: Audience, thing: Marked): boolean =>
  heldBy(audience.profile, thing) && markingRank(markingIn(audience.profile, thing)) <= markingRank(audience.upTo);
