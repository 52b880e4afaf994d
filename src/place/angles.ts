/** Which number of a bare pair comes first; the caller must know it, it is never guessed. */
export type Order = "lat-lon" | "lon-lat";
export type AngleForm = "decimal" | "ddm" | "dms";

/** A position in degrees as read, with the size of the last digit that was written of each angle, in degrees. */
export interface ReadAngles {
  readonly lon: number;
  readonly lat: number;
  readonly lonUnit: number;
  readonly latUnit: number;
  readonly form: AngleForm;
}

interface Failure {
  readonly error: string;
}

type Axis = "lat" | "lon";
interface Token {
  readonly kind: "number" | "symbol" | "letter" | "label" | "separator";
  readonly text: string;
}

/** One angle: its number in degrees, whether a sign or a letter fixed its direction, and which axis that makes it. */
interface Angle {
  readonly degrees: number;
  readonly unit: number;
  readonly form: AngleForm;
  readonly signed: boolean;
  readonly letter: string | undefined;
  readonly axis: Axis | undefined;
  readonly text: string;
}

const ADVICE = "write such as 50.4501 N, 30.5234 E, or 50° 27′ 0.4″ N, 30° 31′ 24.2″ E";

/** Typographic signs to the plain ones: minus, primes, degree, blanks. */
export function plainSigns(text: string): string {
  return (
    text
      .replace(/[\u00a0\u2000-\u200b\u202f\u3000\ufeff\t\r\n]+/g, " ")
      .replace(/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-")
      .replace(/[\u00ba\u02da\u00b0]/g, "°")
      // Where d and m stand for degrees and minutes, a small s that touches its number is seconds and not south.
      .replace(/(\d)\s*d\s*([\d.,]+)\s*m\s*([\d.,]+)s(?![A-Za-z])/g, "$1°$2'$3\"")
      .replace(/[\u2033\u201c\u201d\u201e\u02ba\u3003]|[\u2032\u2018\u2019\u00b4\u02b9']{2}/g, '"')
      .replace(/[\u2032\u2018\u2019\u00b4\u02b9\u0060]/g, "'")
      .trim()
  );
}

/**
 * Read latitude and longitude in decimal degrees, degrees and minutes (DDM), or degrees, minutes and seconds (DMS),
 * with hemisphere letters before or after, with labels (lat, lon), or in a stated order.
 * @param text after `plainSigns`
 */
export function readAngles(text: string, order: Order | undefined): ReadAngles | Failure {
  const commas = decimalCommas(text);
  if (typeof commas !== "string") return commas;
  const tokens = tokenise(commas);
  if (!Array.isArray(tokens)) return tokens;
  const groups = split(tokens);
  if ("error" in groups) return groups;
  const [first, second] = [readAngle(groups[0]), readAngle(groups[1])];
  if ("error" in first) return first;
  if ("error" in second) return second;
  const axes = axesOf(first, second, order);
  if ("error" in axes) return axes;
  const [lat, lon] = axes;
  for (const angle of [lat, lon])
    if (angle.form !== "decimal" && !angle.signed && angle.letter === undefined)
      return {
        error: `"${angle.text}" has no hemisphere letter: which side of the equator or of Greenwich is not known; add N or S, E or W`,
      };
  if (Math.abs(lat.degrees) > 90) {
    const swap = Math.abs(lon.degrees) <= 90 && Math.abs(lat.degrees) <= 180;
    return {
      error: `latitude ${lat.text} is outside ±90${swap ? `; latitude and longitude are likely swapped: ${lon.text} could be the latitude` : ""}`,
    };
  }
  if (Math.abs(lon.degrees) > 180)
    return {
      error: `longitude ${lon.text} is outside ±180; beyond the antimeridian count from the other side (181 E is 179 W)`,
    };
  const rank = { decimal: 0, ddm: 1, dms: 2 };
  const form = rank[lat.form] >= rank[lon.form] ? lat.form : lon.form;
  return { lat: lat.degrees, lon: lon.degrees, latUnit: lat.unit, lonUnit: lon.unit, form };
}

/** Turns commas that can only be decimal signs into points; a comma that could be either is an error. */
function decimalCommas(text: string): string | Failure {
  // Directly before a sign of degrees, minutes or seconds a comma inside a number is no separator.
  const signed = text.replace(/(\d),(\d+)(?=\s*[°'"])/g, "$1.$2");
  const glued = [...signed.matchAll(/\d,(?=\d)/g)];
  const hasPoint = /\d\.\d/.test(text.replace(/\d,\d+(?=\s*[°'"])/g, ""));
  if (glued.length === 0) return signed;
  const fail = (why: string): Failure => ({
    error: `"${text}": ${why}; write decimals with a point, and a comma and a blank between the two numbers`,
  });
  if (hasPoint || signed !== text)
    return glued.length === 1 ? signed.replace(/(\d),(\d)/, "$1, $2") : fail("it is not clear which commas separate");
  if (glued.length === 1)
    return /^[^\d]*\d+,\d+[^\d]*$/.test(signed) && !/[NSEWnsew]/.test(signed)
      ? signed.replace(",", ", ")
      : fail("a comma between digits may be a decimal sign or a separator");
  const [one, two] = glued;
  if (glued.length === 2 && one && two && /[^\d]/.test(signed.slice(one.index + 2, two.index + 1)))
    return signed.replace(/(\d),(?=\d)/g, "$1.");
  return fail("commas between digits may be decimal signs or separators");
}

function tokenise(text: string): Token[] | Failure {
  const pattern =
    /(?<label>lat(?:itude)?|lon(?:gitude)?|lng|long)\s*[:=]?|(?<letter>north|south|east|west|[NSEW])(?![A-Za-z])\.?|(?<number>[+-]?\s*\d+(?:\.\d+)?)|(?<symbol>[°'"]|deg(?:rees)?|min(?:utes)?|sec(?:onds)?|[dm](?![A-Za-z]))|(?<separator>\s*[,;/|]\s*)|\s+/iy;
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) {
      const alike = /^[\u0400-\u04ff]/.test(text.slice(at)) ? ` (its first letter is Cyrillic)` : "";
      return { error: `"${text}": cannot read "${text.slice(at, at + 12)}"${alike}; ${ADVICE}` };
    }
    at = pattern.lastIndex;
    const g = found.groups ?? {};
    if (g.label) tokens.push({ kind: "label", text: g.label.toLowerCase().startsWith("la") ? "lat" : "lon" });
    else if (g.letter) tokens.push({ kind: "letter", text: g.letter.charAt(0).toUpperCase() });
    else if (g.number) {
      // "5-10" is not a pair: a sign stands at the beginning, or after a blank or a letter.
      if (/^[+-]/.test(g.number) && tokens.at(-1)?.kind === "number" && /\d$/.test(text.slice(0, found.index)))
        return { error: `"${text}": a sign between two numbers; ${ADVICE}` };
      tokens.push({ kind: "number", text: g.number.replace(/\s/g, "") });
    } else if (g.symbol)
      tokens.push({ kind: "symbol", text: { d: "°", m: "'", s: '"' }[g.symbol.charAt(0).toLowerCase()] ?? g.symbol });
    else if (g.separator) tokens.push({ kind: "separator", text: "," });
  }
  return tokens;
}

type Groups = readonly [readonly Token[], readonly Token[]];

/** Divides the tokens into the two angles. */
function split(all: readonly Token[]): Groups | Failure {
  const tokens = all.filter(
    (t, i) => t.kind !== "separator" || (i > 0 && i < all.length - 1 && all[i - 1]?.kind !== "separator"),
  );
  const whole = all.map((t) => t.text).join(" ");
  const fail = (why: string): Failure => ({ error: `"${whole}": ${why}; ${ADVICE}` });
  const places = (kind: Token["kind"]) => tokens.flatMap((t, i) => (t.kind === kind ? [i] : []));
  const cutAt = (i: number): Groups => {
    const drop = (t: Token) => t.kind !== "separator";
    return [tokens.slice(0, i).filter(drop), tokens.slice(i).filter(drop)];
  };
  const labels = places("label");
  if (labels.length > 0) {
    if (labels.length !== 2 || labels[0] !== 0) return fail("expected two labels, one before each number");
    return cutAt(labels[1] as number);
  }
  const letters = places("letter");
  if (letters.length === 1) return fail("only one of the two numbers has a hemisphere letter");
  if (letters.length > 2) return fail("more than two hemisphere letters");
  const separators = places("separator");
  if (letters.length === 2) {
    const [a, b] = letters as [number, number];
    const isLast = b === tokens.length - 1;
    if (a > 0)
      return isLast || tokens.slice(a + 1, b).every((t) => t.kind === "separator")
        ? cutAt(a + 1)
        : fail("a hemisphere letter stands between two numbers");
    if (!isLast) return cutAt(b);
  }
  if (separators.length === 1) return cutAt(separators[0] as number);
  if (separators.length > 1) return fail(`expected two numbers, saw ${separators.length + 1} parts`);
  const degrees = tokens.flatMap((t, i) => (t.text === "°" && t.kind === "symbol" ? [i] : []));
  if (degrees.length === 2) return cutAt((degrees[1] as number) - 1);
  const numbers = places("number");
  if (numbers.length < 2)
    return fail(`expected latitude and longitude, saw ${numbers.length === 1 ? "one number" : "no number"}`);
  if (numbers.length % 2 === 1 || numbers.length > 6)
    return fail(`cannot tell which of ${numbers.length} numbers belong to which angle`);
  return cutAt(numbers[numbers.length / 2] as number);
}

function readAngle(tokens: readonly Token[]): Angle | Failure {
  const text = tokens
    .map((t) => (t.kind === "label" ? "" : t.text))
    .join(" ")
    .replace(/ ([°'"])/g, "$1")
    .trim();
  const fail = (why: string): Failure => ({ error: `"${text}": ${why}; ${ADVICE}` });
  const label = tokens[0]?.kind === "label" ? (tokens[0].text as Axis) : undefined;
  const body = tokens.filter((t) => t.kind !== "label");
  const letters = body.filter((t) => t.kind === "letter");
  const letter = letters[0]?.text;
  if (letters.length > 1) return fail("two hemisphere letters on one number");
  if (letter !== undefined && body[0]?.kind !== "letter" && body.at(-1)?.kind !== "letter")
    return fail("a hemisphere letter inside a number");
  const numbers: string[] = [];
  for (const [i, token] of body.entries()) {
    if (token.kind === "number") numbers.push(token.text);
    if (token.kind !== "symbol") continue;
    const expected = ["°", "'", '"'][numbers.length - 1];
    if (body[i - 1]?.kind !== "number" || token.text !== expected)
      return fail(`the sign ${token.text} stands where ${expected ?? "a number"} was expected`);
  }
  const [deg, min, sec] = numbers;
  if (deg === undefined) return fail("a number is missing");
  if (numbers.length > 3) return fail(`expected degrees, minutes and seconds, saw ${numbers.length} numbers`);
  if (numbers.slice(0, -1).some((n) => n.includes(".")))
    return fail("only the last number of an angle may have decimals");
  if (numbers.slice(1).some((n) => /^[+-]/.test(n))) return fail("a sign inside an angle");
  for (const part of numbers.slice(1)) if (Number(part) >= 60) return fail(`minutes and seconds go to 59, saw ${part}`);
  const sign = /^[+-]/.exec(deg)?.[0];
  if (letter !== undefined && (sign === "-" || (sign === "+" && (letter === "S" || letter === "W"))))
    return fail(`both the sign ${sign} and the letter ${letter}: the two may contradict each other; keep one of them`);
  const axis: Axis | undefined = letter === undefined ? label : letter === "N" || letter === "S" ? "lat" : "lon";
  if (label !== undefined && axis !== label) return fail(`the label says ${label}, the letter ${letter} the other`);
  const size = Math.abs(Number(deg)) + Number(min ?? 0) / 60 + Number(sec ?? 0) / 3600;
  const decimals = (numbers.at(-1)?.split(".")[1] ?? "").length;
  return {
    degrees: sign === "-" || letter === "S" || letter === "W" ? -size || 0 : size,
    unit: 10 ** -decimals / 60 ** (numbers.length - 1),
    form: numbers.length === 1 ? "decimal" : numbers.length === 2 ? "ddm" : "dms",
    signed: sign !== undefined,
    letter,
    axis,
    text,
  };
}

/** Latitude first, longitude second. */
function axesOf(first: Angle, second: Angle, order: Order | undefined): readonly [Angle, Angle] | Failure {
  if (first.axis !== undefined && first.axis === second.axis)
    return {
      error: `"${first.text}" and "${second.text}" are both ${first.axis === "lat" ? "latitudes" : "longitudes"}; ${ADVICE}`,
    };
  if (first.axis === "lat" || second.axis === "lon") return [first, second];
  if (first.axis === "lon" || second.axis === "lat") return [second, first];
  if (order) return order === "lat-lon" ? [first, second] : [second, first];
  const [wideFirst, wideSecond] = [Math.abs(first.degrees) > 90, Math.abs(second.degrees) > 90];
  // Only one order is possible where exactly one of the two can be a latitude.
  if (wideFirst !== wideSecond) return wideFirst ? [second, first] : [first, second];
  return {
    error: `"${first.text}" and "${second.text}": which is the latitude is not said; ${ADVICE}, or state the order of the two (--order lat-lon)`,
  };
}
