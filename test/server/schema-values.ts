import fc from "fast-check";

/** JSON Schema, as far as our OpenAPI document uses it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const text = (schema: Schema): fc.Arbitrary<string> => {
  const { pattern, minLength = 0, maxLength = minLength + 30 } = schema;
  if (pattern !== undefined)
    try {
      return fc
        .stringMatching(new RegExp(pattern))
        .filter((s) => s.length >= minLength && s.length <= (schema.maxLength ?? 1e4));
    } catch {
      // A pattern that fast-check cannot turn round; the plain text below is then refused, which is an answer too.
    }
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 60), unit: "grapheme" });
};

const figure = (schema: Schema, whole: boolean): fc.Arbitrary<number> => {
  const min = schema.minimum ?? (schema.exclusiveMinimum ?? -1e15) + (schema.exclusiveMinimum === undefined ? 0 : 1);
  const max = schema.maximum ?? (schema.exclusiveMaximum ?? 1e15) - (schema.exclusiveMaximum === undefined ? 0 : 1);
  return whole
    ? fc.integer({ min: Math.max(min, Number.MIN_SAFE_INTEGER), max: Math.min(max, Number.MAX_SAFE_INTEGER) })
    : fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
};

/** Values that a schema allows. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && choices.length > 0) return fc.oneof(...choices.map(valuesOf));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(valuesOf)).map((all) => Object.assign({}, ...all) as unknown);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return text(schema);
    case "integer":
      return figure(schema, true);
    case "number":
      return figure(schema, false);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return schema.prefixItems
        ? fc.tuple(...schema.prefixItems.map(valuesOf))
        : fc.array(valuesOf(schema.items || {}), {
            minLength: schema.minItems ?? 0,
            maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
          });
    case "object":
      return objects(schema, valuesOf);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: Schema, of: (s: Schema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([k, s]) => [k, of(s)])), {
    requiredKeys: [...required],
  });
  if (typeof additionalProperties !== "object") return known;
  const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), of(additionalProperties), { maxKeys: 3 });
  return fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a }));
}

/** What trips readers: wrong kinds, edges of numbers and text, names that mean something to JavaScript. */
export const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    0,
    -1,
    1e308,
    -0,
    2 ** 53,
    9e15,
    true,
    [],
    {},
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\u202egnp.exe",
    "x".repeat(3_000),
    "'; drop table entry; --",
    "%00",
    "../../etc/passwd",
    "${7*7}",
    "<script>alert(1)</script>",
    "__proto__",
    { __proto__: null, constructor: { prototype: { x: 1 } } },
    [[[[[[[[]]]]]]]],
    "NaN",
    "1e400",
    "2024-13-45T99:99:99Z",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
);

/** Values that a schema mostly refuses: some part of an allowed one is odd, missing or too many. */
export function brokenValuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && choices.length > 0) return fc.oneof(oddValues, ...choices.map(brokenValuesOf));
  if (schema.type === "object" && schema.properties) {
    const mixed = (s: Schema) =>
      fc.oneof({ weight: 3, arbitrary: valuesOf(s) }, { weight: 2, arbitrary: brokenValuesOf(s) });
    const loose = objects({ ...schema, required: [] }, mixed);
    const surplus = fc.tuple(loose, fc.string(), oddValues).map(([o, k, v]) => ({ ...(o as object), [k]: v }));
    return fc.oneof(
      { weight: 4, arbitrary: loose },
      { weight: 1, arbitrary: surplus },
      { weight: 1, arbitrary: oddValues },
    );
  }
  if (schema.type === "array" && schema.items)
    return fc.oneof(oddValues, fc.array(brokenValuesOf(schema.items), { maxLength: 5 }));
  return oddValues;
}
