import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { searchForm } from "../../src/place/name-form.ts";

const lines = (name: string): string[][] =>
  readFileSync(new URL(`../../web/map/places/${name}`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

const cities = new Set(lines("cities.txt").map(([name, lon, lat]) => `${name} ${lon} ${lat}`));

test("each name in another language is of a city on the map, once, in Cyrillic letters", () => {
  const names = lines("names.txt");
  const places = names.map(([name, lon, lat]) => `${name} ${lon} ${lat}`);
  expect(places.filter((place) => !cities.has(place))).toEqual([]);
  expect(new Set(places).size).toBe(places.length);
  for (const [, , , uk, ru] of names) for (const said of [uk, ru]) expect(said).toMatch(/^[\p{Script=Cyrillic}’ -]+$/u);
});

/** What has its own name in Ukrainian, or stands on the map by another romanization. */
const OTHERWISE = new Set(["Bucharest", "Chisinau", "Homyel'", "Belgorod", "Lublin", "Moscow", "Warsaw", "Istanbul"]);

test("a Ukrainian name sounds as its Latin spelling does", () => {
  const differing = lines("names.txt").filter(
    ([latin = "", , , uk = ""]) => !OTHERWISE.has(latin) && searchForm(latin) !== searchForm(uk),
  );
  expect(differing.map(([latin, , , uk]) => `${latin} ${uk}`)).toEqual([]);
});
