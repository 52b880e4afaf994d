import { catalogue, problem } from "../problems.ts";
import { EXAMPLES } from "../record/examples.ts";
import { type Form, formsOf, TYPE_WORDS } from "../record/fields.ts";
import { ENTRIES, type EntryKind, isEntryKind, NEEDS_REASON } from "../record/registry.ts";

/** What a kind is for, in a line. */
const SAYS: Readonly<Record<EntryKind, string>> = {
  import: "a file that was read into the record; made by `import`, not by `enter`",
  submission: "observations that people entered directly",
  "agreement-version": "a version of the agreement; `import --agreement` makes one, and keeps its files",
  judgement:
    "two observations are of one event, or of two; or some are one event and all of it (a pin; needs --reason)",
  decision: "a decision of people: verify, reject, attribute, dispute, determine, …",
  notice: "a notice that names an act and a clause; leaves by the decision of two people",
  publication: "what was published, and on what it rests",
  withdrawal: "takes back an entry; `withdraw` makes one",
  erasure: "orders content destroyed, by two people; `erase` makes one",
  "key-destruction": "destroys keys of sealed blobs, and names, by two people",
  sealing: "something was put under seal; `seal` and `names set` make one",
  opening: "two people opened what is sealed; `open` makes one and shows it",
  custody: "what happened to evidence; `custody` makes one",
  case: "opens a case (complaint, investigation, …) or moves one on",
  statement: "how far an obligation has come, as a body or a party states it",
  quiet: "a body confirms that it was quiet",
  guarantee: "what people record of the guarantees: clocks, steps, deliveries, positions",
  "release-rules":
    "how long each group outside the staff waits, and how coarse its places are; `release rules` makes one",
  "release-early": "two people let one thing out early; `release early` makes one",
  hazard:
    "two people warn civilians of a hazard: mines, unexploded ordnance, toxic release, outage; given out as CAP where --marking is TLP:CLEAR",
};

/** Help on one kind: its fields, and an example of each of its forms. */
export function kindHelp(kind: EntryKind): string {
  const forms = formsOf(kind);
  const used = Object.keys(TYPE_WORDS).filter((word) =>
    forms.some((f) => f.fields.some((x) => new RegExp(`\\b${word}\\b`).test(x.type))),
  );
  return [
    `${kind} (version ${ENTRIES[kind].version}): ${SAYS[kind]}${NEEDS_REASON.has(kind) ? "; needs --reason" : ""}`,
    "",
    ...forms.flatMap((form) => formHelp(kind, form)),
    ...used.map((word) => `${word}: ${TYPE_WORDS[word]}`),
    ...(kind === "import"
      ? []
      : [`\nnpx trucekeeper enter ${kind} FILE.json --mission M --as AUTHOR --role ROLE --reason WORDS`]),
  ].join("\n");
}

function formHelp(kind: EntryKind, { by, fields }: Form): string[] {
  const width = Math.max(...fields.map((f) => f.name.length)) + 2;
  const example = (EXAMPLES[kind] as readonly Record<string, unknown>[]).find(
    (body) => by === null || body[by.field] === by.value,
  );
  return [
    ...(by === null ? [] : [`${by.field}: ${by.value}`]),
    ...fields.map((f) => `  ${`${f.name}${f.optional ? "?" : ""}`.padEnd(width)}${f.type}`),
    ...(example === undefined ? [] : [`  for example ${JSON.stringify(indexed(example))}`]),
    "",
  ];
}

/** An example as one would type it: entries by their index alone. */
function indexed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(indexed);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  if (members.length === 2 && "index" in value && "commitment" in value) return value.index;
  return Object.fromEntries(members.map(([name, member]) => [name, indexed(member)]));
}

/** All kinds, a line each. */
export const kindsHelp = (): string =>
  [
    "kinds of entries (enter KIND --help tells the fields of one, with examples):",
    ...Object.entries(SAYS).map(([kind, says]) => `  ${kind.padEnd(18)}${says}`),
  ].join("\n");

/** Help where it was asked for: `--help`, with a kind or without. Undefined where it was not. */
export function helpAsked(args: readonly string[], usage: string, kind: string | undefined): string | undefined {
  if (!args.includes("--help") && !args.includes("-h")) return undefined;
  if (kind === undefined) return `usage: ${usage}\n\n${kindsHelp()}`;
  if (!isEntryKind(kind)) throw problem(catalogue.usage, { why: `no kind "${kind}"\n${kindsHelp()}` });
  return `usage: ${usage}\n\n${kindHelp(kind)}`;
}
