import type { Checking } from "./check.ts";
import { polygonsOf, positionProblem, positionsOf, zoneShapes } from "./geometry.ts";
import type { WrittenClause } from "./schema.ts";
import type { Path } from "./yaml-text.ts";

/** Shapes of zones and lines, dates of what is drawn, and distances: width against per side. */
export function checkPlaces(c: Checking): void {
  const { file } = c;
  file.zones?.forEach((zone, i) => {
    const shapes = zoneShapes(zone);
    if (shapes.length !== 1) {
      c.error(
        ["zones", i],
        "one-shape",
        `zone "${zone.id}" needs exactly one of polygon, polygons, circle and file, and has ${shapes.length === 0 ? "none" : shapes.join(" and ")}`,
      );
      return;
    }
    const drawn = polygonsOf(zone, c.parts);
    if ("problems" in drawn)
      for (const why of drawn.problems)
        c.error(
          ["zones", i, shapes[0] ?? "id"],
          shapes[0] === "file" ? "bad-part" : "bad-polygon",
          `zone "${zone.id}": ${why}`,
        );
    if (zone["as-of"] === undefined)
      c.warn(["zones", i], "no-date", `zone "${zone.id}" has no as-of date: as of when is it drawn so?`);
  });
  file.lines?.forEach((line, i) => {
    if ((line.positions === undefined) === (line.file === undefined)) {
      c.error(["lines", i], "one-shape", `line "${line.id}" needs exactly one of positions and file`);
      return;
    }
    const drawn = positionsOf(line, c.parts);
    if ("problems" in drawn)
      for (const why of drawn.problems)
        c.error(
          ["lines", i, line.file === undefined ? "positions" : "file"],
          line.file === undefined ? "bad-line" : "bad-part",
          `line "${line.id}": ${why}`,
        );
    if (line["as-of"] === undefined)
      c.warn(
        ["lines", i],
        "no-date",
        `line "${line.id}" has no as-of date: lines move, and a distance is measured from the line of one day`,
      );
  });
  file.objects?.forEach((list, i) => {
    list.facilities?.forEach((f, j) => {
      const at: Path = ["objects", i, "facilities", j];
      const why = f.position && positionProblem(f.position);
      if (why) c.error([...at, "position"], "bad-position", `facility "${f.id}": ${why}`);
      if (!list.kinds.includes(f.kind))
        c.warn(
          [...at, "kind"],
          "kind-not-listed",
          `facility "${f.id}" is a ${f.kind}, which is not among the kinds of "${list.id}": it is not protected by it`,
        );
    });
  });
  file.terms.forEach((t, i) => {
    const o = t.obliges?.kind === "withdraw-by" ? t.obliges.beyond : undefined;
    const within = t.prohibits?.within ?? o;
    const where: Path = ["terms", i, ...(t.prohibits?.within ? ["prohibits", "within"] : ["obliges", "beyond"])];
    if (!within) return;
    widthInWords(c, t, within["per-side-km"], [...where, "per-side-km"]);
    const [width, side] = [within["width-km"], within["per-side-km"]];
    if (width !== undefined && Math.abs(width - 2 * side) > 1e-9 * width)
      c.error(
        [...where, "width-km"],
        "width-is-not-twice-per-side",
        `width-km (${width}) must be twice per-side-km (${side}): the width is that of the whole zone between both sides, and each side keeps half of it from its own line. Write width-km: ${2 * side}, or per-side-km: ${width / 2}`,
      );
    const ids = typeof within.line === "string" ? [within.line] : within.line;
    const lines = ids.flatMap((id) => file.lines?.find((l) => l.id === id) ?? []);
    const at: Path = [...where, "line"];
    for (const line of lines)
      if (!t.subject.some((p) => line["applies-to"].includes(p)))
        c.error(
          at,
          "line-of-another-party",
          `line "${line.id}" is drawn for ${line["applies-to"].join(", ")}, but the clause binds ${t.subject.join(", ")}: use the line of the party that is bound`,
        );
    const without = t.subject.filter((p) => !lines.some((l) => l["applies-to"].includes(p)));
    if (lines.length === ids.length && without.length > 0 && without.length < t.subject.length)
      c.warn(
        at,
        "no-line-of-party",
        `clause "${t.id}" binds ${without.join(", ")} too, and none of its lines is drawn for ${without.length > 1 ? "them" : "it"}: list a line for each party, or name it in applies-to; until then the distance cannot be told for ${without.length > 1 ? "them" : "it"}`,
      );
  });
}

/**
 * The words speak of a zone of so many km, and the clause takes that number for each side: the commonest misreading of
 * such texts (domain.md d10).
 */
function widthInWords(c: Checking, t: WrittenClause, perSide: number, path: Path): void {
  const words = [
    t.title,
    typeof t.reference === "string" ? t.reference : "",
    t.words ?? "",
    ...Object.values(t.text ?? {}),
  ];
  const said = words.flatMap((w) =>
    [...w.matchAll(WIDTH)].map((m) => Number((m[1] ?? m[2] ?? m[3] ?? "").replace(",", "."))),
  );
  if (said.includes(perSide) && !said.includes(2 * perSide))
    c.warn(
      path,
      "width-given-as-per-side",
      `clause "${t.id}" takes ${perSide} km for each side, and its words give ${perSide} km as the width of the zone: each side keeps half of a width. If so, write per-side-km: ${perSide / 2} and width-km: ${perSide}`,
    );
}

/** "zone of 50 km", "50 km wide", "50 km in width"; the same in Ukrainian, Russian and French. At most one number each. */
const WIDTH =
  /(?:zone of|width of|wide zone of|zone de|largeur de|шириною|завширшки|шириной|зона|зону|зоны)\s{1,3}(?:at least |в |до |у )?(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:km|kilomet|км|кілометр|километр)|(\d{1,4}(?:[.,]\d{1,3})?)[\s-]?(?:km|kilometres?|kilometers?)[\s-](?:wide|in width|de large)|(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:км|кілометрів|километров)\s(?:завширшки|в ширину|у ширину)/giu;
