import { describe, expect, test } from "vitest";
import { z } from "zod";
import { evidenceOf } from "./evidence-of.ts";
import { EXAMPLES } from "./examples.ts";
import { ENTRIES, type EntryKind, type KindAndPayload, payloadOf } from "./registry.ts";

/** Every member that is a SHA-256, and what it names where that is no evidence. */
const NAMED: Readonly<
  Record<string, "evidence" | "entry" | "incident" | "observation" | "log" | "ordered" | "device">
> = {
  "import file.sha256": "evidence",
  "submission observations[].id": "observation",
  // The bytes that it was read from: a form among the submission's evidence, or lines that nobody kept.
  "submission observations[].origin.file": "observation",
  "submission evidence[]": "evidence",
  "agreement-version text.sha256": "evidence",
  "agreement-version parts[].sha256": "evidence",
  "judgement a": "observation",
  "judgement b": "observation",
  "judgement observations[]": "observation",
  "decision incident": "incident",
  "decision incidents[]": "incident",
  "decision members[]": "observation",
  "decision basis.checkpoint.root": "log",
  "decision basis.observations[]": "observation",
  "decision basis.evidence[]": "evidence",
  "decision entry.commitment": "entry",
  "notice incidents[]": "incident",
  "notice text.sha256": "evidence",
  "publication files[].sha256": "evidence",
  "publication checkpoint.root": "log",
  "publication incidents[].working": "incident",
  "withdrawal entry.commitment": "entry",
  "erasure entries[].commitment": "entry",
  "erasure keeps[].entry": "entry",
  "erasure keeps[].withdrawal": "entry",
  "erasure evidence[]": "ordered",
  "opening reports[]": "device",
  "custody evidence[]": "evidence",
  "custody derivedFrom": "evidence",
  "case evidence[]": "evidence",
  "case opens.incidents[]": "incident",
  "case opens.from.commitment": "entry",
  "case move.after.commitment": "entry",
  "statement incident": "incident",
  "statement evidence[]": "evidence",
  "quiet evidence[]": "evidence",
  "guarantee determination.commitment": "entry",
  "guarantee delivery.commitment": "entry",
  "guarantee run.commitment": "entry",
  "hazard follows.commitment": "entry",
  "hazard observations[]": "observation",
  "guarantee evidence[]": "evidence",
  "release-early id": "incident",
  "release-early members[]": "observation",
};

interface Schema {
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Paths of all members whose text is 64 hex digits. */
function hashesIn(schema: Schema, at = ""): string[] {
  if (schema.pattern === "^[0-9a-f]{64}$") return [at];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, s]) => hashesIn(s, at === "" ? name : `${at}.${name}`)),
    ...(schema.items ? hashesIn(schema.items, `${at}[]`) : []),
    ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((some) => (some ?? []).flatMap((s) => hashesIn(s, at))),
  ];
}

const kinds = Object.keys(ENTRIES) as EntryKind[];
const members = kinds.flatMap((kind) => {
  const schema = z.toJSONSchema(ENTRIES[kind].schema as z.ZodType, { unrepresentable: "any" }) as Schema;
  return [...new Set(hashesIn(schema))].map((path) => ({ kind, path, name: `${kind} ${path}` }));
});

/** A value with `hash` at the path; undefined where it has no such member. */
function withHash(value: unknown, path: string, hash: string): unknown {
  const [, name = "", list, rest = ""] = /^([^.[]*)(\[\])?\.?(.*)$/.exec(path) ?? [];
  if (typeof value !== "object" || value === null || !(name in value)) return undefined;
  const before: unknown = Reflect.get(value, name);
  let now: unknown = hash;
  if (rest !== "") now = withHash(list && Array.isArray(before) ? before[0] : before, rest, hash);
  if (now === undefined) return undefined;
  return { ...value, [name]: list ? [now] : now };
}

test("every member that is a SHA-256 is told to name evidence or not", () => {
  expect(members.map((m) => m.name).toSorted()).toEqual(Object.keys(NAMED).toSorted());
});

describe.each(members)("$name", ({ kind, path, name }) => {
  const hash = "e7".repeat(32);
  const bodies = (EXAMPLES[kind] as readonly unknown[]).flatMap((body) => withHash(body, path, hash) ?? []);
  test("is in an example", () => expect(bodies.length).toBeGreaterThan(0));
  test(`${NAMED[name] === "evidence" ? "is" : "is not"} asked for`, () => {
    for (const body of bodies) {
      const payload = payloadOf(kind, body as never, { exercise: false, reason: "r" });
      expect(evidenceOf({ kind, payload } as KindAndPayload).includes(hash)).toBe(NAMED[name] === "evidence");
    }
  });
});
