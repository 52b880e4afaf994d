import { CQL2_LIMIT, type Cql2Json } from "../format/cql2-text.ts";
import { nearest } from "../format/nearest.ts";
import type { Comparison, Condition, LikePart, Operand } from "../store/condition.ts";
import { shown, wrongFilter } from "./cql2-problem.ts";
import { shapeOf } from "./cql2-shape.ts";
import { isTemporal, RELATIONS, type Temporal, temporalOf } from "./cql2-time.ts";

/** What a filter may ask by name. */
export interface Queryable {
  readonly kind: "text" | "time" | "list" | "geometry";
  readonly title: string;
  /** All values that there are, where they are few. */
  readonly values?: readonly string[];
}
export type Queryables = Readonly<Record<string, Queryable>>;

type Op = { readonly op: string; readonly args: readonly Cql2Json[] };
const isOp = (e: Cql2Json): e is Op =>
  e !== null && typeof e === "object" && "op" in e && typeof e["op"] === "string" && Array.isArray(e["args"]);

const COMPARISONS = new Set<string>(["=", "<>", "<", ">", "<=", ">="]);
const TURNED: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};
/** Each wildcard more is a search within a search. */
const MOST_LIKE_PARTS = 21;
const OPS = ["and", "or", "not", "like", "between", "in", "isNull", "s_intersects", ...COMPARISONS] as const;

/**
 * Makes the condition of a filter (CQL2 JSON) over the properties of a collection.
 * @throws Problem http/bad-request that says which part, what was expected, and the nearest name
 * Source: OGC 21-065r2
 */
export function conditionOf(filter: Cql2Json, queryables: Queryables): Condition {
  return new Checker(queryables).test(filter, 0);
}

class Checker {
  private readonly queryables: Queryables;
  private parts = 0;

  constructor(queryables: Queryables) {
    this.queryables = queryables;
  }

  test(e: Cql2Json, depth: number): Condition {
    if (depth > 2 * CQL2_LIMIT.depth || ++this.parts > CQL2_LIMIT.parts)
      throw wrongFilter(`more than ${CQL2_LIMIT.parts} parts, or ${2 * CQL2_LIMIT.depth} inside each other`);
    if (typeof e === "boolean") return { is: "constant", value: e };
    if (!isOp(e)) throw wrongFilter(`expected a test with "op" and "args", saw ${shown(e)}`);
    const { op, args } = e;
    if (op === "and" || op === "or") {
      if (args.length < 2) throw wrongFilter(`${op}: expected two tests or more, saw ${args.length}`);
      return { is: op, of: args.map((a) => this.test(a, depth + 1)) };
    }
    if (op === "not") return { is: "not", of: this.test(this.args(e, 1)[0] as Cql2Json, depth + 1) };
    if (COMPARISONS.has(op)) {
      const [left, right] = this.args(e, 2) as [Cql2Json, Cql2Json];
      return this.compare(left, op as Comparison, right);
    }
    if (op === "between") {
      const [value, low, high] = this.args(e, 3) as [Cql2Json, Cql2Json, Cql2Json];
      return { is: "and", of: [this.compare(value, ">=", low), this.compare(value, "<=", high)] };
    }
    if (op === "in") return this.oneOf(e);
    if (op === "like") return this.like(e);
    if (op === "isNull") return this.isNull(e);
    if (op === "s_intersects") return this.meets(e);
    const relation = Object.hasOwn(RELATIONS, op) ? RELATIONS[op] : undefined;
    if (relation) {
      const [a, b] = this.args(e, 2).map((x) => this.temporal(op, x)) as [Temporal, Temporal];
      if (![a.from, a.to, b.from, b.to].some((end) => typeof end === "string"))
        throw wrongFilter(`${op}: one side has to name a property`);
      return relation(a, b);
    }
    const near = nearest(op, [...OPS, ...Object.keys(RELATIONS)]);
    throw wrongFilter(`there is no ${JSON.stringify(op.slice(0, 40))} here${near ? `; did you mean ${near}?` : ""}`);
  }

  private args({ op, args }: Op, n: number): readonly Cql2Json[] {
    if (args.length !== n) throw wrongFilter(`${op}: expected ${n} operand${n === 1 ? "" : "s"}, saw ${args.length}`);
    return args;
  }

  /** The property that an operand names; undefined where it names none. @throws on one that there is not */
  property(e: Cql2Json): { readonly name: string; readonly of: Queryable } | undefined {
    if (e === null || typeof e !== "object" || !("property" in e)) return undefined;
    const name = e["property"];
    const names = Object.keys(this.queryables);
    if (typeof name !== "string" || !Object.hasOwn(this.queryables, name)) {
      const near = typeof name === "string" ? nearest(name, names) : undefined;
      throw wrongFilter(
        `there is no property ${shown(name)} that can be asked for${near ? `; did you mean ${near}?` : ""} Expected one of ${names.join(", ") || "none"}`,
      );
    }
    return { name, of: this.queryables[name] as Queryable };
  }

  private needed(op: string, e: Cql2Json, kinds: readonly Queryable["kind"][]): { name: string; of: Queryable } {
    const found = this.property(e);
    if (!found) throw wrongFilter(`${op}: expected a property first, saw ${shown(e)}`);
    if (!kinds.includes(found.of.kind))
      throw wrongFilter(`${op}: ${found.name} is a ${found.of.kind}, which cannot be asked by ${op}`);
    return found;
  }

  private compare(left: Cql2Json, by: Comparison, right: Cql2Json): Condition {
    const [a, b] = [this.property(left), this.property(right)];
    if (!a && b) return this.compare(right, TURNED[by] as Comparison, left);
    if (!a) throw wrongFilter(`${by}: one side has to be a property, saw ${shown(left)} and ${shown(right)}`);
    const field: Operand = { field: a.name };
    if (b) {
      if (a.of.kind !== b.of.kind || (a.of.kind !== "text" && a.of.kind !== "time"))
        throw wrongFilter(`${by}: ${a.name} is a ${a.of.kind} and ${b.name} a ${b.of.kind}; these do not compare`);
      return { is: "compare", left: field, by, right: { field: b.name } };
    }
    if (a.of.kind === "time") {
      const value = temporalOf(right, a.name);
      if (value.is !== "instant")
        throw wrongFilter(`${by}: ${a.name} is an instant; use t_intersects and the like for intervals`);
      // A date is its whole day.
      const [low, high]: readonly [Operand, Operand] = [{ value: value.from }, { value: value.to }];
      if (by === "=" || by === "<>") {
        const within: Condition = {
          is: "and",
          of: [
            { is: "compare", left: field, by: ">=", right: low },
            { is: "compare", left: field, by: "<=", right: high },
          ],
        };
        return by === "=" ? within : { is: "not", of: within };
      }
      return { is: "compare", left: field, by, right: by === "<" || by === ">=" ? low : high };
    }
    const text = this.text(a, right);
    if (a.of.kind === "list") {
      if (by !== "=" && by !== "<>") throw wrongFilter(`${a.name} is a list: ask it by = (one of it is), <> or in`);
      const has: Condition = { is: "has", field: a.name, words: [text] };
      return by === "=" ? has : { is: "not", of: has };
    }
    if (a.of.kind !== "text")
      throw wrongFilter(`${a.name} is a ${a.of.kind}, which does not compare; use s_intersects`);
    return { is: "compare", left: field, by, right: { value: text } };
  }

  /** A value that the property may have: where all are known, one that is none of them is a slip and not an empty answer. */
  private text({ name, of }: { readonly name: string; readonly of: Queryable }, e: Cql2Json): string {
    if (typeof e !== "string") throw wrongFilter(`${name}: expected a 'text', saw ${shown(e)}`);
    if (of.values && !of.values.includes(e)) {
      const near = nearest(e, of.values);
      throw wrongFilter(
        `${name}: there is no value ${shown(e)}${near ? `; did you mean ${near}?` : ""} Expected one of ${of.values.join(", ")}`,
      );
    }
    return e;
  }

  private oneOf(e: Op): Condition {
    const [value, list] = this.args(e, 2) as [Cql2Json, Cql2Json];
    const found = this.needed("in", value, ["text", "time", "list"]);
    if (!Array.isArray(list) || list.length === 0) throw wrongFilter("in: expected a list of values, at least one");
    this.parts += list.length;
    if (found.of.kind === "list")
      return { is: "has", field: found.name, words: list.map((l: Cql2Json) => this.text(found, l)) };
    const of = list.map((l: Cql2Json) => {
      if (this.property(l)) throw wrongFilter("in: expected values, saw a property");
      return this.compare(value, "=", l);
    });
    return { is: "or", of };
  }

  private like(e: Op): Condition {
    const [value, pattern] = this.args(e, 2) as [Cql2Json, Cql2Json];
    const { name } = this.needed("like", value, ["text"]);
    if (typeof pattern !== "string") throw wrongFilter(`like: expected a 'pattern', saw ${shown(pattern)}`);
    const parts = patternOf(pattern);
    if (parts.length > MOST_LIKE_PARTS) throw wrongFilter(`like: more than ${MOST_LIKE_PARTS} words and wildcards`);
    return { is: "like", field: name, pattern: parts };
  }

  private isNull(e: Op): Condition {
    const [value] = this.args(e, 1) as [Cql2Json];
    const { name, of } = this.needed("is null", value, ["text", "time", "geometry", "list"]);
    if (of.kind === "list") return { is: "constant", value: false };
    return { is: "null", field: name };
  }

  private meets(e: Op): Condition {
    const sides = this.args(e, 2);
    const named = sides.filter((s) => this.property(s));
    if (named.length !== 1) throw wrongFilter("s_intersects: expected the property geometry and a geometry");
    this.needed("s_intersects", named[0] as Cql2Json, ["geometry"]);
    const shape = shapeOf(sides.find((s) => s !== named[0]) as Cql2Json);
    return { is: "meets", shape };
  }

  private temporal(op: string, e: Cql2Json): Temporal {
    const found = this.property(e);
    if (!found) {
      const temporal = isTemporal(e) ? temporalOf(e, op) : undefined;
      if (!temporal) throw wrongFilter(`${op}: expected a property, DATE, TIMESTAMP or INTERVAL, saw ${shown(e)}`);
      for (const end of [temporal.from, temporal.to])
        if (typeof end === "string") this.needed(op, { property: end }, ["time"]);
      return temporal;
    }
    this.needed(op, e, ["time"]);
    return { is: "instant", from: found.name, to: found.name };
  }
}

/** "%" for any characters, "_" for one, and "\" before one that is meant as it is. */
function patternOf(text: string): LikePart[] {
  const parts: LikePart[] = [];
  let word = "";
  const flush = (): void => {
    if (word !== "") parts.push({ word });
    word = "";
  };
  const characters = [...text];
  for (let i = 0; i < characters.length; i++) {
    const c = characters[i] as string;
    if (c === "\\" && i + 1 < characters.length) word += characters[++i];
    else if (c === "%" || c === "_") {
      flush();
      // Two of "%" are one.
      const before = parts.at(-1);
      if (c === "_" || !(before && "any" in before && before.any === "%")) parts.push({ any: c });
    } else word += c;
  }
  flush();
  return parts;
}
