/** Three-valued truth: `true`, `false`, or `"unknown"` (Kleene's strong logic of indeterminacy). */
export type Truth = true | false | "unknown";

/** Conjunction: false wins, else unknown, else true. The empty conjunction is true. */
export function and(values: readonly Truth[]): Truth {
  if (values.includes(false)) return false;
  return values.includes("unknown") ? "unknown" : true;
}

/** Disjunction: true wins, else unknown, else false. The empty disjunction is false. */
export function or(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true;
  return values.includes("unknown") ? "unknown" : false;
}

/** Negation: unknown stays unknown. */
export const not = (value: Truth): Truth => (value === "unknown" ? value : !value);

/** The three-valued answer of a probability at a containment level: certain from `level`, excluded up to 1 − `level`. */
export function atLevel(probability: number, level: number): Truth {
  if (probability >= level) return true;
  return probability <= 1 - level ? false : "unknown";
}
