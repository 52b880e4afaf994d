import { z } from "zod";
import { ENTRIES, type EntryKind } from "./registry.ts";

/** One field of a body, its type in words that can be read like TypeScript. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** The fields of a kind; of a kind that has several forms, those of each. */
export interface Form {
  /** The field that tells the forms apart, and its value: `decision`, `verify`. Null where there is one form. */
  readonly by: { readonly field: string; readonly value: string } | null;
  readonly fields: readonly Field[];
}

/** As much of JSON Schema as entries use. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const jsonSchema = (kind: EntryKind): Schema =>
  z.toJSONSchema(ENTRIES[kind].schema as z.ZodType, { unrepresentable: "any" }) as Schema;

/** The forms that a body of a kind may have, from the kind's own schema. */
export function formsOf(kind: EntryKind): readonly Form[] {
  const schema = jsonSchema(kind);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (!alternatives) return [{ by: null, fields: fieldsOf(schema) }];
  return alternatives.map((one) => {
    const [field, value] = Object.entries(one.properties ?? {}).find(([, s]) => typeof s.const === "string") ?? [];
    return {
      by: field === undefined || value === undefined ? null : { field, value: String(value.const) },
      fields: fieldsOf(one),
    };
  });
}

const fieldsOf = ({ properties = {}, required = [] }: Schema): Field[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    optional: !required.includes(name),
  }));

const HASH = "^[0-9a-f]{64}$";
const BLOB = "^[0-9a-f]{32}$";
const INSTANT = 8.64e15;

function typeOf(schema: Schema): string {
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return [...new Set(union.map(typeOf))].join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum)
    return schema.enum.length > 24 ? "one of many words" : schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  switch (schema.type) {
    case "string":
      if (schema.pattern === HASH) return "hash";
      if (schema.pattern === BLOB) return "blob";
      return "text";
    case "integer":
    case "number":
      return schema.maximum === INSTANT ? "instant" : "number";
    case "boolean":
      return "true | false";
    case "null":
      return "null";
    case "array":
      return schema.prefixItems ? `[${schema.prefixItems.map(typeOf).join(", ")}]` : listType(schema);
    case "object":
      return objectType(schema);
    default:
      return "any JSON";
  }
}

function listType({ items = {}, minItems, maxItems }: Schema): string {
  const one = typeOf(items);
  const many = one.includes(" | ") ? `(${one})[]` : `${one}[]`;
  return minItems !== undefined && minItems === maxItems ? `${many} of ${minItems}` : many;
}

function objectType(schema: Schema): string {
  const fields = fieldsOf(schema);
  const names = fields.map((f) => f.name);
  if (names.length === 2 && names[0] === "index" && names[1] === "commitment") return "entry";
  if (fields.length === 0) {
    const { additionalProperties: values } = schema;
    return typeof values === "object" ? `{any name: ${typeOf(values)}}` : "{}";
  }
  return `{${fields.map((f) => `${f.name}${f.optional ? "?" : ""}: ${f.type}`).join(", ")}}`;
}

/** What the words of `type` mean. */
export const TYPE_WORDS: Readonly<Record<string, string>> = {
  hash: "SHA-256, 64 lower-case hex digits: of a file, or the id of an incident or observation",
  blob: "id of a sealed blob, 32 hex digits",
  entry: 'an earlier entry: its index, such as 17, or {"index": 17, "commitment": hash}',
  instant: "milliseconds since 1970-01-01T00:00Z",
};
