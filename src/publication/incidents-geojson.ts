import { canonical } from "../canonical.ts";
import { areaOf, STATED_SHARE } from "../incident/area.ts";
import { intervalsOf } from "../incident/intervals.ts";
import type { PolygonRings, Position, Ring, UncertainPlace } from "../place/place.ts";
import { windingOf } from "../place/rings.ts";
import { outline } from "../place/shape.ts";
import { type FindingRow, type Findings, type FoundIncident, isShared } from "./findings.ts";

const round = (n: number): number => Math.round(n * 1e6) / 1e6;

/** Six decimals, consecutive repeats dropped, outer rings counter-clockwise and holes clockwise; undefined where nothing is left. */
function ring(positions: Ring, outer: boolean): Ring | undefined {
  const out: Position[] = [];
  for (const [lon, lat] of positions) {
    const p: Position = [round(lon), round(lat)];
    const last = out.at(-1);
    if (!last || last[0] !== p[0] || last[1] !== p[1]) out.push(p);
  }
  const first = out[0];
  const last = out.at(-1);
  if (!first || !last) return undefined;
  if (first[0] !== last[0] || first[1] !== last[1]) out.push(first);
  if (out.length < 4) return undefined;
  return windingOf(out) > 0 === outer ? out : out.reverse();
}

function geometry(polygons: readonly PolygonRings[]): unknown {
  const kept = polygons.flatMap((rings) => {
    const outer = rings[0] && ring(rings[0], true);
    return outer ? [[outer, ...rings.slice(1).flatMap((r) => [ring(r, false) ?? []].filter((x) => x.length > 0))]] : [];
  });
  if (kept.length === 0) return null;
  return kept.length === 1 ? { type: "Polygon", coordinates: kept[0] } : { type: "MultiPolygon", coordinates: kept };
}

/** The geometry's text by place: records share their places, and an outline has many corners. */
const written = new WeakMap<UncertainPlace, string>();

function geometryText(place: UncertainPlace): string {
  const known = written.get(place);
  if (known !== undefined) return known;
  const text = canonical(geometry(outline(place)));
  written.set(place, text);
  return text;
}

/**
 * The area that holds 90 % of the evidence of where it happened; null where no place is known, or where a single report
 * names an area: that stands as the geometry.
 */
function area(incident: FoundIncident["incident"]): unknown {
  const found = areaOf(incident);
  if (!found || found.share !== STATED_SHARE) return null;
  const { share, place } = found;
  if (place.kind === "point") return { share, lon: round(place.lon), lat: round(place.lat), radiusM: place.radiusM };
  return { share, geometry: geometry(place.polygons) };
}

/** When it began and how many there were, each as the interval that holds 90 % of the evidence: estimates, which no term tests. */
function estimates(incident: FoundIncident["incident"]): unknown {
  const { share, start, counts } = intervalsOf(incident);
  const said = start && { from: new Date(start.from).toISOString(), until: new Date(start.until).toISOString() };
  return { share, start: said ?? null, counts };
}

type Results = Record<string, Record<string, string>>;

function resultsOf(rows: Iterable<FindingRow>): Results {
  const results: Results = {};
  for (const row of rows) {
    const cells = (results[row.reading] ??= {});
    for (const clause of isShared(row) ? row.clauses : [row.clause]) cells[clause] = row.result;
  }
  return results;
}

/**
 * The rows of incidents that are asked for in the order of the findings. Rows come in that order from an assessment, and
 * then nothing is held; rows in any other order are sorted out first.
 */
function rowsOf({ incidents, rows }: Findings): (incident: string) => Iterable<FindingRow> {
  let at = 0;
  for (const row of rows) while (at < incidents.length && incidents[at]?.incident.id !== row.incident) at++;
  if (at < incidents.length) {
    const coming = rows[Symbol.iterator]();
    let next = coming.next();
    return (incident) => {
      const own: FindingRow[] = [];
      for (; !next.done && next.value.incident === incident; next = coming.next()) own.push(next.value);
      return own;
    };
  }
  const sorted = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const own = sorted.get(row.incident);
    if (own) own.push(row);
    else sorted.set(row.incident, [row]);
  }
  return (incident) => sorted.get(incident) ?? [];
}

/** Members in canonical order: geometry, id, properties, type. */
function featureText({ incident, facts }: FoundIncident, results: Results): string {
  const properties = {
    id: incident.id,
    status: incident.status,
    from: new Date(facts.time.from).toISOString(),
    until: new Date(facts.time.until).toISOString(),
    timeKind: facts.time.kind,
    precision: facts.time.precision,
    place: facts.place.name ?? null,
    placeKind: facts.place.kind,
    area: area(incident),
    estimates: estimates(incident),
    acts: facts.acts,
    labelBasis: facts.labelBasis,
    heard: facts.heard,
    fused: facts.fused,
    results,
    members: incident.members.map((m) => ({ observation: m.observation.id, role: m.role })),
  };
  return `{"geometry":${geometryText(facts.place)},"id":${canonical(incident.id)},"properties":${canonical(properties)},"type":"Feature"}`;
}

/**
 * incidents.geojson: one feature an incident, its place as an area and never as a point; null geometry where no place
 * is known, and beside it the area that fusion found for it (`area`, with its share) and
 * intervals of its start and counts (`estimates`). `results` is reading → clause → result.
 * @returns the text of the file in pieces, one feature a line
 * Source: RFC 7946 (longitude first, right-hand rule)
 */
export function* incidentsGeojson(findings: Findings): Generator<string> {
  const { agreement } = findings;
  const rows = rowsOf(findings);
  yield `{"type":"FeatureCollection","name":"incidents","agreement":${canonical(agreement.id)},"asKnownAt":${canonical(findings.vintage)},"demonstration":${agreement.demonstration},"marking":${canonical(findings.marking)},"features":[`;
  let lead = "\n";
  for (const found of findings.incidents) {
    yield lead + featureText(found, resultsOf(rows(found.incident.id)));
    lead = ",\n";
  }
  yield "\n]}\n";
}
