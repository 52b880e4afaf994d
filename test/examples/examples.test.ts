import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/canonical.ts";
import { agreementOf, deriveExample, examplePath } from "./example.ts";

const NAMES = [
  "easter-truce-2025",
  "energy-2025",
  "may-truce-2025",
  "minsk",
  "paris-2026",
  "lebanon-2024",
  "black-sea-2025",
  "nuba-2002",
  "south-sudan-2017",
  "south-sudan-2018",
  "hodeidah-2018",
  "drc-doha-2025",
];

const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });

describe.each(NAMES)("example %s", (name) => {
  const folder = examplePath(name).replace(/\/$/, "");
  const files = filesOf(folder);

  test("carries its licence, its description, and small files", () => {
    for (const file of ["agreement.yaml", "DATA-LICENSE", "README.md"])
      expect(existsSync(`${folder}/${file}`)).toBe(true);
    expect(files.reduce((sum, f) => sum + statSync(f).size, 0)).toBeLessThan(600_000);
  });

  test("is a demonstration and draws no border", () => {
    const { agreement } = agreementOf(name);
    expect(agreement).toMatchObject({ id: name, demonstration: true, boundarySet: null });
  });

  test("holds facts alone: not a word of any news text", () => {
    for (const f of files) expect(readFileSync(f, "utf8"), f).not.toMatch(/\p{Script=Cyrillic}/u);
  });

  test("every row of every file is used, and the order of the files changes nothing", async () => {
    const csv = readdirSync(folder).filter((f) => f.endsWith(".csv") && f !== "ucdp-2014-2021.csv");
    const [one, other] = [await deriveExample(name, csv), await deriveExample(name, csv.toReversed())];
    for (const file of one.findings.files)
      expect(file).toMatchObject({ rowsUsed: file.rowsIn, refused: 0, skipped: {} });
    expect(one.gathered.rivalVersions).toEqual([]);
    const plain = ({ findings }: typeof one) =>
      JSON.parse(
        JSON.stringify({ incidents: findings.incidents, rows: [...findings.rows], summary: findings.summary }),
      );
    expect(canonical(plain(one))).toBe(canonical(plain(other)));
  });

  test("no actor is attributed and no breach is counted", async () => {
    const csv = readdirSync(folder).filter((f) => f.endsWith(".csv") && f !== "ucdp-2014-2021.csv");
    const { findings } = await deriveExample(name, csv);
    for (const row of findings.rows) if ("actor" in row) expect(["unknown", "alleged"]).toContain(row.actor.state);
    expect(findings.summary.reduce((sum, s) => sum + s.breaches, 0)).toBe(0);
  });
});
