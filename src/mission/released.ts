import type { ReleaseRules } from "../access/release.ts";
import { type ReleaseTerms, releaseTerms } from "../access/release-terms.ts";
import { millis } from "../units.ts";
import { type Of, ofKind, type Recorded } from "./recorded.ts";

/**
 * The release rules and early releases of a record: its own people's. Those of another log's people, who may stand under
 * the same pseudonyms, let nothing out here, neither by name nor by a rule that takes a stricter one's place.
 * @param entries those that stand, in any order
 */
export function releaseTermsOf(entries: readonly Recorded[]): ReleaseTerms {
  const own = entries.filter((e) => e.joined !== true);
  return termsOf(ofKind(own, "release-rules"), ofKind(own, "release-early"));
}

const termsOf = (rules: readonly Of<"release-rules">[], early: readonly Of<"release-early">[]): ReleaseTerms =>
  releaseTerms(
    rules.map(({ body, stated, commitment }) => ({
      from: millis(body.from),
      rules: body.rules as ReleaseRules,
      stated,
      id: commitment,
    })),
    early.map(({ body }) => ({ ...body, people: body.people as [string, string] })),
  );

/** The same, kept as entries come and go. */
export class LiveRelease {
  private readonly entries = new Map<string, Recorded>();
  private now: ReleaseTerms = releaseTerms([], []);

  get terms(): ReleaseTerms {
    return this.now;
  }

  /** @returns whether any row may be released otherwise now */
  apply({ came, went }: { readonly came: readonly Recorded[]; readonly went: readonly Recorded[] }): boolean {
    let moved = false;
    for (const e of came)
      if (e.entry.kind === "release-rules" || e.entry.kind === "release-early") {
        this.entries.set(e.commitment, e);
        moved = true;
      }
    for (const { commitment } of went) moved = this.entries.delete(commitment) || moved;
    if (moved) this.now = releaseTermsOf([...this.entries.values()]);
    return moved;
  }
}
