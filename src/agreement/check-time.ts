import { parseInstant } from "../time/day.ts";
import type { Interval } from "../time/interval.ts";
import { overlaps } from "../time/interval.ts";
import { findZone } from "../time/zone.ts";
import { millis } from "../units.ts";
import type { Checking } from "./check.ts";
import type { Path } from "./yaml-text.ts";

/** An open end, as far as windows are compared. */
const OPEN = millis(8.64e15);

const ZONE_ADVICE =
  "use an IANA name such as Europe/Kyiv, an offset such as +03:00, or UTC; MSK and EEST are not zones";

/** Zones of clocks, windows that end before they begin, windows of one thing that overlap. */
export function checkTimes(c: Checking): void {
  const { file } = c;
  const clocks = (zone: string, path: Path) => {
    if (!findZone(zone)) c.error(path, "unknown-time-zone", `unknown time zone "${zone}": ${ZONE_ADVICE}`);
  };
  clocks(file.agreement["mission-zone"], ["agreement", "mission-zone"]);

  const absolute = (m: string | undefined) => m === undefined || m === "always" || parseInstant(m) !== null;
  const window = (from: string | undefined, until: string | undefined, path: Path): Interval | undefined => {
    const start = from === undefined || from === "always" ? millis(-OPEN) : parseInstant(from);
    const end = until === undefined ? OPEN : parseInstant(until);
    if (start === null || end === null) return undefined;
    if (start < end) return { from: start, until: end };
    c.error(
      path,
      "ends-before-it-begins",
      `until (${until}) must come after from (${from}): check both and their offsets`,
    );
    return undefined;
  };

  const readings = file["in-force"] ?? [];
  // Windows that are counted from something else are compared in check-moment.ts.
  const windows = readings.map((r, i) =>
    absolute(r.from) && absolute(r.until) ? window(r.from, r.until, ["in-force", i, "until"]) : undefined,
  );
  readings.forEach((r, i) => {
    if (r.source === undefined)
      c.warn(
        ["in-force", i],
        "no-source",
        `reading "${r.reading}" has no source: who says that it is in force from then?`,
      );
    readings.slice(0, i).forEach((o, j) => {
      if (r.from === o.from && r.until === o.until)
        c.warn(
          ["in-force", i],
          "same-window",
          `readings "${o.reading}" and "${r.reading}" have the same window: every result will stand twice`,
        );
      else if (r.by === o.by && windows[i] && windows[j] && overlaps(windows[i], windows[j]))
        c.warn(
          ["in-force", i],
          "overlapping-windows",
          `readings "${o.reading}" and "${r.reading}" are both by ${r.by} and overlap: is one of them a correction?`,
        );
    });
  });

  const notices = (file.notices ?? []).map((n, i) => ({ n, w: window(n.from, n.until, ["notices", i, "until"]) }));
  const announced = new Map<string, { readonly id: string; readonly w: Interval }[]>();
  notices.forEach(({ n, w }, i) => {
    const key = JSON.stringify([n.by, n.zone, n.activity]);
    const alike = announced.get(key) ?? [];
    const other = w && alike.find((o) => overlaps(w, o.w));
    if (other)
      c.warn(
        ["notices", i],
        "overlapping-windows",
        `notices "${other.id}" and "${n.id}" announce the same activity at overlapping times`,
      );
    if (w) alike.push({ id: n.id, w });
    announced.set(key, alike);
    const given = parseInstant(n.given);
    if (w && given !== null && given >= w.until)
      c.warn(
        ["notices", i, "given"],
        "notice-after-window",
        `notice "${n.id}" was given after its own window had ended: it announces nothing`,
      );
    else if (w && given !== null && given >= w.from)
      c.warn(
        ["notices", i, "given"],
        "late-notice",
        `notice "${n.id}" was given after the activity began: it exempts nothing that asks for a lead time`,
      );
  });

  file.terms.forEach((t, i) => {
    const at = (...rest: Path): Path => ["terms", i, "when", ...rest];
    if (!t.when) return;
    const [from, until] = [t.when.from, t.when.until];
    // What is counted from something else is compared in check-moment.ts.
    const fixed = (m: typeof until) => m === undefined || (typeof m === "string" && parseInstant(m) !== null);
    const w =
      (from === "always" || fixed(from)) && fixed(until)
        ? window(from as string | undefined, until as string | undefined, at("until"))
        : undefined;
    if (t.when.hours) {
      clocks(t.when.hours.zone, at("hours", "zone"));
      if (t.when.hours.from === t.when.hours.until)
        c.error(at("hours"), "no-hours", "from and until are the same time of day: leave hours out for the whole day");
      if (t.when.hours.from === "24:00")
        c.error(at("hours", "from"), "no-hours", "a daily stretch cannot begin at 24:00: write 00:00");
    }
    const bound = windows.filter((v) => v !== undefined);
    if (
      w &&
      t.when.from !== "always" &&
      bound.length === readings.length &&
      bound.length > 0 &&
      !bound.some((v) => overlaps(v, w))
    )
      c.warn(
        ["terms", i, "when"],
        "never-in-force",
        `clause "${t.id}" holds only when no reading has the agreement in force: it can never apply; write from: always if it does not hang on that`,
      );
  });
}
