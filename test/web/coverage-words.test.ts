import fc from "fast-check";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { coverageStatement } from "../../src/coverage/statement.ts";
import { COVERAGE_STATES, type CoverageWindow } from "../../src/observation/coverage-window.ts";
import { HOUR, millis } from "../../src/units.ts";
import { sayCoverage } from "../../web/app/coverage-words.ts";
import { ar } from "../../web/words/ar.ts";
import { en } from "../../web/words/en.ts";
import { fr } from "../../web/words/fr.ts";
import { ru } from "../../web/words/ru.ts";
import { uk } from "../../web/words/uk.ts";

const bundles = { en, uk, ru, fr, ar };
beforeAll(async () => {
  const resources = Object.fromEntries(Object.entries(bundles).map(([l, translation]) => [l, { translation }]));
  await i18next.init({
    lng: "en",
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources,
  });
});

const window = fc
  .record({
    station: fc.constantFrom("P1", "P2", "P3"),
    state: fc.constantFrom(...COVERAGE_STATES),
    from: fc.nat({ max: 90 }),
    hours: fc.integer({ min: 1, max: 30 }),
  })
  .map(
    ({ station, state, from, hours }): CoverageWindow => ({
      id: `${station} ${state} ${from}`,
      station,
      kind: "station",
      area: { kind: "unknown" },
      state,
      detects: [],
      blindTo: [],
      zone: "UTC",
      from: millis(from * HOUR),
      until: millis((from + hours) * HOUR),
      origin: { file: "c", line: 1 },
    }),
  );

const say = (windows: readonly CoverageWindow[], language: keyof typeof bundles) => {
  const { known, words, hours } = coverageStatement(windows, null);
  return { words, hours, said: sayCoverage({ known, statement: words }, i18next.getFixedT(language), language) };
};

test("every sentence that the record writes is said in each language, with all its hours", () => {
  fc.assert(
    fc.property(
      fc.array(window, { maxLength: 12 }),
      fc.constantFrom("uk", "ru", "fr", "ar" as const),
      (windows, language) => {
        const { words, hours, said } = say(windows, language);
        expect(said).not.toMatch(/watched|patrols|means nothing/i);
        expect(said).not.toBe(words);
        const figure = (n: number) =>
          new Intl.NumberFormat(language, { numberingSystem: "latn" }).format(Math.round(n * 10) / 10);
        if (windows.length > 0)
          for (const state of COVERAGE_STATES)
            if (state === "watching" || hours[state] > 0) expect(said).toContain(figure(hours[state]));
      },
    ),
  );
});

test("in English it says what the record says; a sentence of another form is shown as it is", () => {
  expect(say([], "en").said).toBe(en["coverage.none"]);
  const one = { station: "P1", state: "watching", kind: "station" } as const;
  const windows = [
    { ...one, from: millis(0), until: millis(3 * HOUR) },
    { ...one, station: "P2", state: "down", from: millis(0), until: millis(1.5 * HOUR) },
  ];
  expect(say(windows as unknown as CoverageWindow[], "en").said).toBe(
    "Watched: 3 h by 2 stations and patrols. Not or only partly watched: down 1.5 h. Outside these hours and areas silence means nothing.",
  );
  const other = { known: true, statement: "Watched from the moon." };
  expect(sayCoverage(other, i18next.getFixedT("fr"), "fr")).toBe(other.statement);
});
