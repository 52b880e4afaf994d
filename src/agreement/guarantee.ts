import type { WrittenGuarantees } from "./guarantee-schema.ts";

/** Guarantees as data: what is written, with its keys in camel case and every `source` as a list `sources`. */

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** A written value as it is meant. */
export type Meant<T> = T extends readonly (infer I)[]
  ? readonly Meant<I>[]
  : T extends object
    ? {
        readonly [K in keyof T as K extends "source" ? never : Camel<K & string>]: Meant<T[K]>;
      } & ("source" extends keyof T ? { readonly sources: readonly string[] } : unknown)
    : T;

type Sections = Omit<WrittenGuarantees, "verification" | "response">;
type Item<K extends keyof WrittenGuarantees> = Meant<
  NonNullable<WrittenGuarantees[K]> extends readonly (infer I)[] ? I : NonNullable<WrittenGuarantees[K]>
>;

export type GuaranteeText = Item<"texts">;
export type Meeting = Item<"meetings">;
export type TextRelation = Item<"relations">;
export type Commitment = Item<"commitments">;
export type Contingent = Item<"contingents">;
export type Position = Item<"positions">;
export type Question = Item<"questions">;
export type Expectation = Item<"expectations">;
export type Verification = Item<"verification">;
export type Response = Item<"response">;
export type Determination = NonNullable<Response["determinations"]>[number];
export type Ladder = NonNullable<Response["ladders"]>[number];
export type LadderStep = Ladder["steps"][number];

/** The guarantees of an agreement; a section that is not written is an empty list, or null. */
export type Guarantees = { readonly [K in keyof Sections]-?: readonly Item<K>[] } & {
  readonly verification: Verification | null;
  readonly determinations: readonly Determination[];
  readonly ladders: readonly Ladder[];
};
