import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placemarksOf } from "../format/kml-placemarks.ts";
import { lineOfPart, polygonsOfPart } from "./parts.ts";

const kml = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`;
const ring = (name: string, ...at: string[]) =>
  `<${name}><LinearRing><coordinates>${at.join(" ")}</coordinates></LinearRing></${name}>`;
const outer = ring("outerBoundaryIs", "30,50,12", "31,50,12", "31,51,12", "30,50,12");
const inner = ring("innerBoundaryIs", "30.4,50.1", "30.5,50.1", "30.5,50.2", "30.4,50.1");
const parts = (text: string) => (path: string) => (path === "parts/z.kml" ? text : undefined);
const polygon = (text: string, id = "A") => polygonsOfPart(`parts/z.kml#${id}`, parts(text));

const OUTER = [
  [30, 50],
  [31, 50],
  [31, 51],
  [30, 50],
];
const INNER = [
  [30.4, 50.1],
  [30.5, 50.1],
  [30.5, 50.2],
  [30.4, 50.1],
];

describe("zones and lines of a KML part", () => {
  test("by name, by id, with prefix, in CDATA; altitude is left away; the outer ring is first wherever it stands", () => {
    for (const mark of [
      `<Placemark><name>A</name><Polygon>${outer}${inner}</Polygon></Placemark>`,
      `<Placemark id="A"><name>B</name><Polygon>${inner}${outer}</Polygon></Placemark>`,
      `<Folder><name>F</name><Placemark><name><![CDATA[A]]></name><Polygon>${outer}${inner}</Polygon></Placemark></Folder>`,
    ])
      expect(polygon(kml(mark))).toEqual({ polygons: [[OUTER, INNER]] });
    const prefixed = `<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Placemark><k:name>A</k:name><k:Polygon><k:outerBoundaryIs><k:LinearRing><k:coordinates>30,50 31,50 31,51 30,50</k:coordinates></k:LinearRing></k:outerBoundaryIs></k:Polygon></k:Placemark></k:kml>`;
    expect(polygon(prefixed)).toEqual({ polygons: [[OUTER]] });
  });
  test("several polygons of one placemark are one zone; a line is a line", () => {
    const many = `<Placemark><name>A</name><MultiGeometry><Polygon>${outer}</Polygon><Polygon>${outer}</Polygon></MultiGeometry></Placemark>`;
    expect(polygon(kml(many))).toEqual({ polygons: [[OUTER], [OUTER]] });
    const line = `<Placemark><name>A</name><LineString><coordinates>\n 30,50\n 31,50 </coordinates></LineString></Placemark>`;
    expect(lineOfPart("parts/z.kml#A", parts(kml(line)))).toEqual({ positions: OUTER.slice(0, 2) });
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    [
      "another name",
      kml(`<Placemark><name>B</name><Polygon>${outer}</Polygon></Placemark>`),
      'no feature "A"; it has B',
    ],
    [
      "two of one name",
      kml(`<Placemark><name>A</name></Placemark><Placemark><name>A</name></Placemark>`),
      "2 features",
    ],
    ["no geometry", kml("<Placemark><name>A</name></Placemark>"), "has no geometry"],
    [
      "a point",
      kml("<Placemark><name>A</name><Point><coordinates>30,50</coordinates></Point></Placemark>"),
      "is a Point",
    ],
    [
      "decimal commas",
      kml(
        `<Placemark><name>A</name><Polygon>${ring("outerBoundaryIs", "30,5,50,1", "31,5,50,1", "31,5,51,1")}</Polygon></Placemark>`,
      ),
      "coordinates that are not numbers",
    ],
    ["a document type", `<!DOCTYPE kml [<!ENTITY a "b">]>${kml("")}`, "document type (DTD) is refused"],
    ["an element that is not closed", "<kml><Document>", "is not KML"],
    ["no XML", "zones", "is not KML"],
    ["nothing", "", "is not KML"],
  ];
  test.each(wrong)("%s: said", (_, text, says) => {
    const found = polygon(text);
    expect("problem" in found ? found.problem : found).toContain(says);
  });
  test("another format is told how to become one of ours", () => {
    const found = polygonsOfPart("parts/z.shp#A", parts(""));
    expect("problem" in found && found.problem).toContain("save it as one of them, in WGS 84");
  });
});

test("whatever the bytes, placemarks come back or one error", () => {
  const pieces = [
    "<kml>",
    "</kml>",
    "<Placemark>",
    "</Placemark>",
    "<Polygon>",
    outer,
    "<name>",
    "A",
    "</name>",
    "]]>",
    "&#0;",
    "<!--",
  ];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom(...pieces)).map((p) => p.join("")),
      ),
      (text) => {
        try {
          expect(Array.isArray(placemarksOf(text))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).not.toMatch(/undefined|Cannot read/);
        }
      },
    ),
  );
});
