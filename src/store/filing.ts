import { heldBy, type Profile } from "../access/audience.ts";
import type { Marking } from "../access/marking.ts";
import type { Released } from "../access/release.ts";
import { FLOOR_TERMS, type ReleaseTerms, releaseUnder, type UnderTerms } from "../access/release-terms.ts";
import type { UncertainPlace } from "../place/place.ts";
import { type PreparedZone, prepareZone, probabilityInside, type Zone } from "../place/zone.ts";

/** What rows are filed by, beside what they tell of: the same for all rows of a state. */
export interface Filing {
  /**
   * Ids of the agreement's zones that a place may lie in, in the order of the agreement; none for a profile that does not
   * hold the entry that the agreement came by, so that nothing of its rows moves when those zones do.
   */
  readonly zones: (place: UncertainPlace, profile: Profile) => readonly string[];
  /** Whether a profile is told of zones at all. */
  readonly tellsZones: (profile: Profile) => boolean;
  /** The form in which a profile reads a thing; null where it does not hold it. */
  readonly release: <C>(thing: UnderTerms<C>, profile: Profile) => Released<C> | null;
}

/**
 * Files by the agreement's zones, and releases by the mission's terms; by the floor alone where there are none.
 * @param marking of the entry that the agreement came by
 */
export function filingOf(
  zones: readonly Zone[],
  terms: ReleaseTerms = FLOOR_TERMS,
  marking: Marking = "TLP:CLEAR",
): Filing {
  const prepared = zones.map(prepareZone);
  const known = new WeakMap<UncertainPlace, readonly string[]>();
  const tellsZones = (profile: Profile): boolean => heldBy(profile, { marking });
  return {
    tellsZones,
    zones(place, profile) {
      if (!tellsZones(profile)) return [];
      let found = known.get(place);
      if (!found) {
        found = prepared.filter((zone) => mayLieIn(place, zone)).map(({ zone }) => zone.id);
        known.set(place, found);
      }
      return found;
    },
    release: (thing, profile) => releaseUnder(terms, thing, profile),
  };
}

/** Any chance of being inside is enough: what cannot be told is not left out. An unknown place lies nowhere. */
const mayLieIn = (place: UncertainPlace, zone: PreparedZone): boolean => probabilityInside(place, zone) > 0;
