import type { FilterSearch } from "../app/filter.ts";

/** One halt of the tour: where it stands, what it points at, and which words it says (tour.NAME, tour.NAMEWords). */
export interface Step {
  readonly name:
    | "answer"
    | "quiet"
    | "filter"
    | "incident"
    | "unclear"
    | "agreement"
    | "guarantees"
    | "compare"
    | "sources"
    | "record";
  readonly to: string;
  readonly search?: FilterSearch;
  /** A first incident of this result is opened. */
  readonly opens?: "contrary" | "indeterminate";
  readonly points: string;
}

export const STEPS: readonly Step[] = [
  { name: "answer", to: "/$mission", points: ".contrary" },
  { name: "quiet", to: "/$mission", points: ".answer-watch" },
  { name: "filter", to: "/$mission", search: { result: ["contrary"], front: "list" }, points: ".filter-results" },
  { name: "incident", to: "/$mission", opens: "contrary", points: "[data-tour=verdicts]" },
  { name: "unclear", to: "/$mission", opens: "indeterminate", points: "[data-tour=verdicts]" },
  { name: "agreement", to: "/$mission/agreement", points: "main .page-head" },
  { name: "guarantees", to: "/$mission/guarantees", points: "main .page-head" },
  { name: "compare", to: "/$mission/compare", points: "main .page-head" },
  { name: "sources", to: "/$mission/sources", points: "main .page-head" },
  { name: "record", to: "/$mission/record", points: "main .page-head" },
];
