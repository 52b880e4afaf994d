/** The parts of an incident's and an observation's released value that the panel reads; each may be withheld. */
export interface Counted {
  readonly unit: string;
  readonly min: number;
  readonly max: number | null;
}

export interface Place {
  readonly kind: string;
  readonly name?: string;
  readonly radiusM?: number;
}

export interface EvidencePart {
  readonly term: string;
  readonly nats: number;
}

export interface IncidentContent {
  readonly basis?: string;
  readonly facts?: {
    readonly acts?: readonly string[];
    readonly place?: Place;
    readonly heard?: readonly Counted[];
    readonly fused?: readonly Counted[];
    readonly independentGroups?: number;
    readonly labelBasis?: string;
    readonly alleged?: readonly { readonly actor: string; readonly by: string }[];
  };
  readonly evidence?: readonly EvidencePart[];
  readonly weakest?: { readonly gain: number; readonly a: string; readonly b: string };
  readonly pinned?: boolean;
  readonly alternative?: {
    readonly incident: string;
    readonly gain: number;
    readonly parts: readonly EvidencePart[];
    readonly pinned?: boolean;
  };
}

export interface ObservationContent {
  readonly source?: string;
  readonly sourceKind?: string;
  readonly acts?: readonly string[];
  readonly text?: string;
  readonly note?: string;
  readonly place?: Place;
  readonly basis?: string;
  readonly count?: Counted;
  readonly time?: { readonly from: number; readonly until: number; readonly stated?: string };
  readonly alleged?: { readonly actor: string; readonly by: string };
  readonly origin?: { readonly file?: string; readonly line?: number };
}

export type ActorContent =
  | { readonly state: "unknown" }
  | { readonly state: "alleged"; readonly allegations: readonly { readonly actor: string; readonly by: string }[] }
  | {
      readonly state: "assessed";
      readonly assessments: readonly { readonly actor: string; readonly strength: string; readonly basis: string }[];
      readonly allegations: readonly { readonly actor: string; readonly by: string }[];
    }
  | {
      readonly state: "attributed";
      readonly actor: string;
      readonly standard: string;
      readonly dissent?: readonly { readonly by: string; readonly words: string }[];
    };

/** "2", "2–5" or "≥ 2" after the unit as `word` says it; marked as left to right, so that a sign stays before its figure. */
export function sayCount({ unit, min, max }: Counted, word: (unit: string) => string): string {
  const n = max === null ? `≥ ${min}` : max === min ? String(min) : `${min}–${max}`;
  return `${word(unit)}: \u2066${n}\u2069`;
}

/** Log evidence with its sign, to a hundredth. */
export const sayNats = (nats: number): string => `${nats < 0 ? "−" : "+"}${Math.abs(nats).toFixed(2)}`;
