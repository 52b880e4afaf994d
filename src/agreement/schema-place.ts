import { z } from "zod";
import { OBJECT_KINDS } from "../observation/observation.ts";
import { day, id, note, oneOrMany, position, sourced, text } from "./schema-words.ts";

/** Zones, lines and lists of objects, as an agreement file writes them. */

export const ZONE_KINDS = [
  "buffer",
  "disengagement",
  "security",
  "no-fly",
  "maritime",
  "safe-passage",
  "storage",
  "restricted-object",
  "settlement",
  "area",
] as const;

const ring = z.array(position);

const filePart = z
  .string()
  .describe("A feature of a GeoJSON or KML file beside this one: parts/zones.geojson#featureId.")
  .optional();

const Circle = z.strictObject({
  centre: position,
  "radius-km": z.number().gt(0, "must be more than 0").max(2000, "must be 2000 or less").describe("Radius in km."),
});

export const Zone = z
  .strictObject({
    id: id("Id of the zone."),
    name: text("Name of the zone.").optional(),
    kind: z.enum(ZONE_KINDS).optional().describe("What the zone is for; area is plain geography."),
    "belongs-to": oneOrMany(id("Party id."))
      .optional()
      .describe("Whose zone it is: a storage site holds the weapons of these parties alone."),
    "meets-criteria": z
      .boolean()
      .optional()
      .describe(
        "For storage: whether the site meets the criteria of the text; false or left out: weapons there cannot be verified as withdrawn.",
      ),
    polygon: ring.optional().describe("One outer ring of positions; the closing position may be left out."),
    polygons: z
      .union([z.array(ring), z.array(z.array(ring))])
      .optional()
      .describe("Several outer rings, or polygons with holes as in a GeoJSON MultiPolygon."),
    circle: Circle.optional().describe("All positions within radius-km of the centre."),
    file: filePart,
    "as-of": day("The date as of which the zone is drawn so.").optional(),
    note,
    ...sourced,
  })
  .describe("An area. Exactly one of polygon, polygons, circle and file.");

export const Line = z
  .strictObject({
    id: id("Id of the line."),
    name: text("Name of the line.").optional(),
    "applies-to": z.array(id("Party id.")).min(1, "name at least one party").describe("The parties it is drawn for."),
    "as-of": day("The date as of which the line is drawn so.").optional(),
    "marked-on-ground": z.boolean().optional().describe("Whether the line is marked where it runs."),
    positions: z.array(position).optional().describe("The positions of the line, in order."),
    file: filePart,
    note,
    ...sourced,
  })
  .describe("A reference line of one or several parties. Exactly one of positions and file.");

export const objectKind = z.enum(OBJECT_KINDS).describe("Kind of object in the taxonomy.");

export const ObjectList = z
  .strictObject({
    id: id("Id of the list."),
    kinds: z.array(objectKind).min(1, "name at least one kind").describe("Kinds that the text protects."),
    lacks: z
      .array(objectKind)
      .optional()
      .describe("Kinds for which the list has no place data, or of which the text does not speak."),
    facilities: z
      .array(
        z.strictObject({
          id: id("Id of the facility."),
          name: text("Name of the facility."),
          kind: objectKind,
          position: position.optional(),
          ...sourced,
        }),
      )
      .optional()
      .describe("Named facilities, for the map and the reader. Nothing is ever taken as hit because it is near one."),
    note,
    ...sourced,
  })
  .describe("A list of protected objects.");
