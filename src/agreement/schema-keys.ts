import type { Json } from "../canonical.ts";
import { jsonSchema } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

type Node = { readonly [key: string]: Json | undefined };

const asNode = (j: Json | undefined): Node | undefined =>
  j !== null && typeof j === "object" && !Array.isArray(j) ? (j as Node) : undefined;

let root: Node | undefined;

/**
 * The keys that the language knows at a path of a file, read from the published schema itself; where the path ends in
 * a choice by `kind`, the names of that choice.
 */
export function knownAt(path: Path): readonly string[] {
  root ??= jsonSchema() as Node;
  const top = root;
  const resolve = (node: Node): Node => {
    const ref = node.$ref;
    if (typeof ref !== "string") return node;
    let at: Node | undefined = top;
    for (const step of ref.split("/").slice(1)) at = asNode(at?.[step]);
    // A reference can lead to another.
    return at ? resolve(at) : node;
  };
  const branches = (node: Node): Node[] => {
    const n = resolve(node);
    const options = (n.anyOf ?? n.oneOf) as readonly Json[] | undefined;
    return options ? options.flatMap((o) => branches(asNode(o) ?? {})) : [n];
  };
  let nodes = branches(top);
  for (const step of path) {
    nodes = nodes
      .flatMap((n) => {
        if (typeof step === "number") return [asNode(n.items)];
        return [asNode(asNode(n.properties)?.[String(step)]) ?? asNode(n.additionalProperties)];
      })
      .filter((n) => n !== undefined)
      .flatMap(branches);
  }
  const names = nodes.flatMap((n) => [
    ...Object.keys(asNode(n.properties) ?? {}),
    ...(Array.isArray(n.enum) ? n.enum.map(String) : n.const === undefined ? [] : [String(n.const)]),
  ]);
  return [...new Set(names)];
}
