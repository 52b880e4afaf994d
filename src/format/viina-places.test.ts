import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { describeShared, sharedBytes, sharedPath } from "../../test/shared.ts";
import { readFile } from "./engine.ts";
import type { TableReader } from "./reader.ts";
import { viina } from "./viina.ts";
import { capitalAt, oblastAt, REGIONAL_CENTRES } from "./viina-places.ts";

interface Point {
  readonly lon: number;
  readonly lat: number;
  readonly named: string;
  readonly texts: Set<string>;
}

describeShared("points of VIINA that stand for an oblast", () => {
  test("no further point has 25 texts or more of which nine in ten name one oblast", async () => {
    const points = new Map<string, Point>();
    const spy: TableReader = {
      ...viina,
      row(cells) {
        const [lon, lat, named = ""] = [Number(cells.lon), Number(cells.lat), cells.place_name];
        const key = `${lon.toFixed(4)} ${lat.toFixed(4)}`;
        const point = points.get(key) ?? { lon, lat, named, texts: new Set<string>() };
        points.set(key, point);
        point.texts.add((cells.headline ?? "").toLowerCase());
        return { skip: "seen" };
      },
    };
    const months = readdirSync(sharedPath("viina/monthly")).map((m) => `viina/monthly/${m}`);
    for (const name of months) {
      const bytes = sharedBytes(name);
      async function* once() {
        yield bytes;
      }
      for await (const _ of readFile({ name, sha256: "", bytes: once() }, [spy]));
    }
    const posing = [...points.values()].filter(({ texts }) => {
      const naming = REGIONAL_CENTRES.map(
        ({ stems }) => [...texts].filter((t) => stems.some((s) => t.includes(s))).length / texts.size,
      );
      return texts.size >= 25 && Math.max(...naming) > 0.9;
    });
    const unknown = posing.filter((p) => !oblastAt(p.lon, p.lat) && !capitalAt(p.lon, p.lat, p.named));
    expect(unknown.map(({ lon, lat, named }) => ({ lon, lat, named }))).toEqual([]);
    expect(posing.length).toBeGreaterThan(20);
  });
});
