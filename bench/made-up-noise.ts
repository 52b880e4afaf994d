import { drawsOf } from "./made-up-reports.ts";

/** Groups of the truth that are no incident: a total over several, and a report of what never happened. */
export const isSummary = (truth: string): boolean => truth.startsWith("S");

const QUARTER_DAY_MS = 21_600_000;

/**
 * Adds to made-up reports what real streams hold beside reports: for each stretch of 20 km and six hours with three
 * explosions or more, with a chance of one in four, a summary by a news outlet ("12 explosions between 10:00 and 16:00",
 * truth S1, S2 …); and for one in ten rows with a point that are no sensor's a false report, of another place and hour
 * than the row that it is made like (truth F1, F2 …).
 * @param reports table of `madeUpReports`
 */
export function withNoise(reports: string, seed: number): { readonly reports: string; readonly added: number } {
  const { share, normal, pick } = drawsOf(seed ^ 0x5eed);
  const [header = "", ...lines] = reports.trimEnd().split("\n");
  const columns = header.split(",");
  const rows = lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((c, k) => [c, cells[k] ?? ""])) as Record<string, string>;
  });
  const added: Record<string, string>[] = [];
  const stretches = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    if (row.loc_kind !== "point" || !row.event_type?.startsWith("explosion")) continue;
    const key = `${Math.floor(Number(row.lat) / 0.18)} ${Math.floor(Date.parse(row.t_start as string) / QUARTER_DAY_MS)}`;
    stretches.set(key, [...(stretches.get(key) ?? []), row]);
  }
  for (const [key, told] of stretches) {
    const counts = new Map<string, number>();
    for (const r of told)
      counts.set(
        r.truth_incident as string,
        Math.max(counts.get(r.truth_incident as string) ?? 0, Number(r.count_min)),
      );
    if (counts.size < 3 || share() >= 0.25) continue;
    const from = Number(key.split(" ")[1]) * QUARTER_DAY_MS;
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const middle = (column: string): string =>
      (told.reduce((sum, r) => sum + Number(r[column]), 0) / told.length).toFixed(5);
    added.push({
      source: pick(["MED1", "MED2", "MED3", "MED4", "MED5", "MED6"]),
      source_kind: "media",
      t_start: iso(from),
      t_end: iso(from + QUARTER_DAY_MS),
      t_sd_s: "300",
      loc_kind: "point",
      lon: middle("lon"),
      lat: middle("lat"),
      radius_m: "10000",
      event_type: "explosion",
      count_min: String(total),
      count_max: String(total),
      received_at: iso(from + 2 * QUARTER_DAY_MS),
      truth_incident: `S${added.length + 1}`,
    });
  }
  for (const row of rows) {
    if (row.loc_kind !== "point" || ["sensor", "satellite"].includes(row.source_kind as string)) continue;
    if (share() >= 1 / 10) continue;
    const later = Math.round(3 * 3_600_000 * (1 + share()));
    const moved = (at: string): string => iso(Date.parse(at) + later);
    added.push({
      ...row,
      t_start: moved(row.t_start as string),
      t_end: moved(row.t_end as string),
      received_at: moved(row.received_at as string),
      lon: (Number(row.lon) + 0.1 * normal()).toFixed(5),
      lat: (Number(row.lat) + 0.1 * normal()).toFixed(5),
      truth_incident: `F${added.length + 1}`,
    });
  }
  const table = added.map((row, k) => columns.map((c) => (c === "obs_id" ? `N${k + 1}` : (row[c] ?? ""))).join(","));
  return { reports: `${[header, ...lines, ...table].join("\n")}\n`, added: added.length };
}

const iso = (ms: number): string => `${new Date(Math.round(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
