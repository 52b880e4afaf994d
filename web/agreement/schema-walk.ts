/** A part of a JSON Schema, as far as completion reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Every form that a part may take: references followed, alternatives side by side. A reference is followed once. */
export function formsOf(schema: Schema | undefined, root: Schema, seen: ReadonlySet<string> = new Set()): Schema[] {
  if (!schema) return [];
  const forms: Schema[] = [schema];
  if (schema.$ref?.startsWith("#/$defs/") && !seen.has(schema.$ref))
    forms.push(...formsOf(root.$defs?.[schema.$ref.slice(8)], root, new Set([...seen, schema.$ref])));
  for (const list of [schema.anyOf, schema.oneOf, schema.allOf])
    for (const one of list ?? []) forms.push(...formsOf(one, root, seen));
  return forms;
}

/** The forms of what stands at a path of keys; "*" is an item of a list. */
export function formsAt(path: readonly string[], root: Schema): Schema[] {
  let forms = formsOf(root, root);
  for (const key of path)
    forms = forms.flatMap((f) => {
      if (key === "*") return formsOf(f.items, root);
      const own = f.properties?.[key];
      if (own) return formsOf(own, root);
      return typeof f.additionalProperties === "object" ? formsOf(f.additionalProperties, root) : [];
    });
  return forms;
}

/** Words that may stand as a value. */
export const valuesOf = (forms: readonly Schema[]): string[] => [
  ...new Set(
    forms.flatMap((f) => [
      ...(f.enum ?? []).filter((v) => v !== null).map(String),
      ...(f.const === undefined || f.const === null ? [] : [String(f.const)]),
      ...(f.type === "boolean" ? ["true", "false"] : []),
    ]),
  ),
];
