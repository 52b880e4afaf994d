const MILLION = 1_000_000;
/** Beyond any coordinate, and small enough for whole numbers of 32 bits. */
const MOST = 2_000;
/** Characters of a position at most: two numbers of four figures, sign, point and six decimals, and what is around them. */
const WIDEST = 28;
const MOST_POSITIONS = 4_096;

const [MINUS, COMMA, POINT, ZERO, OPEN, CLOSE] = [45, 44, 46, 48, 91, 93];
const room = new Uint8Array(WIDEST * MOST_POSITIONS);
const decoder = new TextDecoder();

/**
 * The JSON text of a list of positions as `JSON.stringify` would have it, several times faster: coordinates are mostly
 * published to six decimals, and those can be written figure by figure as whole numbers.
 * @returns undefined for any other list: of other values, longer, or of numbers with more decimals
 */
export function ringText(values: readonly unknown[]): string | undefined {
  if (values.length === 0 || values.length > MOST_POSITIONS) return undefined;
  room[0] = OPEN;
  let at = 1;
  for (const position of values) {
    if (!Array.isArray(position) || position.length !== 2) return undefined;
    const [x, y] = position as unknown[];
    if (typeof x !== "number" || typeof y !== "number") return undefined;
    room[at++] = OPEN;
    at = put(x, at);
    if (at < 0) return undefined;
    room[at++] = COMMA;
    at = put(y, at);
    if (at < 0) return undefined;
    room[at++] = CLOSE;
    room[at++] = COMMA;
  }
  room[at - 1] = CLOSE;
  return decoder.decode(room.subarray(0, at));
}

/** Writes a number; @returns where the next stands, or −1 where it is not one of at most six decimals */
function put(value: number, from: number): number {
  if (!(value > -MOST && value < MOST)) return -1;
  const millionths = Math.round(value * MILLION);
  if (millionths / MILLION !== value) return -1;
  let at = from;
  const size = Math.abs(millionths);
  if (millionths < 0) room[at++] = MINUS;
  const whole = Math.floor(size / MILLION);
  let rest = size - whole * MILLION;
  at = putWhole(whole, at);
  if (rest === 0) return at;
  room[at++] = POINT;
  let end = at;
  for (let unit = MILLION / 10; rest > 0; unit /= 10) {
    const figure = Math.floor(rest / unit);
    room[end++] = ZERO + figure;
    rest -= figure * unit;
  }
  return end;
}

function putWhole(whole: number, from: number): number {
  let at = from;
  let rest = whole;
  let unit = whole >= 1000 ? 1000 : whole >= 100 ? 100 : whole >= 10 ? 10 : 1;
  for (; unit >= 1; unit /= 10) {
    const figure = Math.floor(rest / unit);
    room[at++] = ZERO + figure;
    rest -= figure * unit;
  }
  return at;
}
