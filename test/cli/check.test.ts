import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { example, temporaryFolder, trucekeeper } from "./run.ts";

const { agreement: energy } = example("energy-2025");
const folder = temporaryFolder();
/** The energy example with one value changed: a later version of the same text. */
const changed = (from: string, to: string): string => {
  const text = readFileSync(energy, "utf8");
  expect(text).toContain(from);
  const path = join(folder, "later.yaml");
  writeFileSync(path, text.replace(from, to));
  return path;
};

describe("check --explain", () => {
  const notices = {
    en: "Not authentic",
    uk: "Неавтентичний текст",
    ru: "Неаутентичный текст",
    fr: "Texte non authentique",
  };
  for (const [language, notice] of Object.entries(notices))
    test(`says every clause back in ${language}, marked as not authentic`, () => {
      const ran = trucekeeper(["check", energy, "--explain", "--lang", language]);
      expect(ran.code, ran.err).toBe(0);
      expect(ran.out).toContain(notice);
      for (const id of ["no-strikes", "free-if-broken"]) expect(ran.out).toMatch(new RegExp(`[“«]\\s?${id}\\s?[”»]`));
    });

  test("is English where no language is named, and refuses one that is not there", () => {
    const plain = trucekeeper(["check", energy, "--explain"]);
    expect(plain.out).toBe(trucekeeper(["check", energy, "--explain", "--lang", "en"]).out);
    const other = trucekeeper(["check", energy, "--explain", "--lang", "de"]);
    expect(other.code).toBe(2);
    expect(other.err).toContain('no language "de"; there are en, uk, ru, fr');
    expect(trucekeeper(["check", energy, "--lang", "uk"]).err).toContain("--lang goes with --explain");
  });
});

describe("check --changes", () => {
  test("one line for each value that differs, none for a file beside itself", () => {
    expect(trucekeeper(["check", "--changes", energy, energy]).out).not.toContain("no-strikes:");
    const later = changed("standing: disputed", "standing: side-letter");
    const ran = trucekeeper(["check", "--changes", energy, later]);
    expect(ran.code, ran.err).toBe(0);
    const lines = ran.out.split("\n").filter((l) => !l.includes("warning:") && l !== "");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toBe("terms no-strikes: standing was disputed, is side-letter");
  });
  test("takes two files", () => {
    const ran = trucekeeper(["check", "--changes", energy]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("--changes takes two agreements");
  });
});

test("check --rules puts the name of the rule behind each message", () => {
  expect(trucekeeper(["check", energy, "--rules"]).out).toContain("[no-authentic-text]");
  expect(trucekeeper(["check", energy]).out).not.toContain("[no-authentic-text]");
});
