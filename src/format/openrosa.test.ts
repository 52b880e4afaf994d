import fc from "fast-check";
import { expect, test } from "vitest";
import { observationSchema } from "../observation/entries.ts";
import { Problem } from "../problems.ts";
import { observationOf, readInstance } from "./openrosa.ts";
import { FORM_ID, QUESTIONS, xmlText } from "./openrosa-form.ts";

const READING = { source: "o-17", zone: "Europe/Kyiv", marking: "TLP:AMBER" } as const;
const FILE = "0".repeat(64);
const written = (answers: Readonly<Record<string, string>>): Uint8Array =>
  new TextEncoder().encode(
    `<data id="${FORM_ID}">${Object.entries(answers)
      .map(([k, v]) => `<${k}>${xmlText(v)}</${k}>`)
      .join("")}<meta><instanceID>uuid:1234</instanceID></meta></data>`,
  );
const read = async (bytes: Uint8Array) => observationOf(await readInstance(bytes), FILE, READING);

const pad = (n: number): string => String(n).padStart(2, "0");
const time = fc
  .tuple(
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom("", "Z", "+03:00"),
  )
  .map(([d, h, m, zone]) => `2025-04-${pad(d)}T${pad(h)}:${pad(m)}:11.000${zone}`);
const answers = fc.record(
  Object.fromEntries(
    QUESTIONS.filter((q) => q.type === "choice").map((q) => [
      q.name,
      fc.constantFrom(...(q.choices as readonly string[])),
    ]),
  ),
);

test("whatever choices are made, what is read is an observation as the record takes it", async () => {
  const place = fc.tuple(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
  );
  const name = fc.string({ minLength: 1 }).filter((t) => t.trim() !== "" && xmlText(t).trim() !== "");
  await fc.assert(
    fc.asyncProperty(answers, time, place, name, async (chosen, when, [lat, lon], placeName) => {
      const o = await read(written({ ...chosen, time: when, place: `${lat} ${lon} 0 5`, place_name: placeName }));
      expect(observationSchema.parse(o)).toEqual(o);
    }),
    { numRuns: 60 },
  );
});

test("a damaged form is a problem with a sentence, never a failure of ours", async () => {
  const good = written({
    time: "2025-04-18T18:13:00Z",
    mode: "heard",
    act: "fire",
    role: "impact",
    activity: "unknown",
  });
  const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.nat({ max: good.length }), async (changes, length) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of changes) bytes[at] = byte;
      const found = await read(length % 3 === 0 ? bytes.subarray(0, length) : bytes).catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toBeInstanceOf(Problem);
      else expect(observationSchema.safeParse(found).success).toBe(true);
    }),
    { numRuns: 300 },
  );
});
