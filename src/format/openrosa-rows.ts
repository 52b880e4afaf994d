import { coverageCsv } from "./coverage-csv.ts";
import { impedimentsCsv } from "./impediments-csv.ts";
import { type Instance, minuteOf } from "./openrosa.ts";
import { PATROL_ID } from "./openrosa-form.ts";
import type { TableReader } from "./reader.ts";

/**
 * What an instance of the form of patrols or of impediments says, as a row of the format of ours that it belongs to. A
 * patrol is what was watched, whatever it found: that nothing was perceived is what its row makes of silence, and no
 * observation of nothing is made up.
 * @param source pseudonymous id of the reporter
 * @throws Problem format/file that names a time that is none; the rest is refused by the format's own reader
 */
export function rowOf(
  { form, answers }: Instance,
  source: string,
): { readonly reader: TableReader; readonly cells: Readonly<Record<string, string>> } {
  const said = (name: string): string => answers.get(name) ?? "";
  const time = (name: string): string => (said(name) === "" ? "" : minuteOf(name, said(name)));
  const [lat = "", lon = "", , accuracy = ""] = said("place").split(/\s+/);
  const patrol = form.id === PATROL_ID;
  // What a patrol could see or hear is as it says; where somebody was stopped is known no better than the phone knew.
  const radius = patrol ? said("radius") : String(Math.max(Number(said("radius")) || 0, Number(accuracy) || 0) || "");
  const shared = { from: time("from"), until: time("until"), lat, lon, radius_m: lat === "" ? "" : radius };
  if (patrol)
    return {
      reader: coverageCsv,
      cells: {
        ...shared,
        station: said("station"),
        kind: said("watch_kind"),
        state: said("state"),
        detects: said("detects").replaceAll(/\s+/g, "|"),
        blind_to: said("blind_to").replaceAll(/\s+/g, "|"),
        area_name: said("place_name"),
      },
    };
  return {
    reader: impedimentsCsv,
    cells: {
      ...shared,
      impediment_kind: said("kind"),
      minutes: said("minutes"),
      by: said("by"),
      control_side: said("control_side"),
      reason: said("reason"),
      source,
      place_name: said("place_name"),
    },
  };
}
