import type { Palette, Result } from "./palette.ts";

/** Side of a sign in device-independent pixels. */
export const SIGN = 20;
export const SIGN_RATIO = 2;
/** Side of the ring around a group, by how many it holds. */
export const RINGS = { s: 30, m: 34, l: 40, xl: 48 } as const;

const SHAPES: Readonly<Record<Result, (ctx: CanvasRenderingContext2D, ink: string, paper: string) => void>> = {
  // A filled diamond; the one shape that is full and has corners up.
  contrary: (ctx, ink, paper) => {
    diamond(ctx, 8);
    fill(ctx, ink, paper);
  },
  indeterminate: (ctx, ink, paper) => {
    diamond(ctx, 8);
    fill(ctx, paper, ink);
    ctx.fillStyle = ink;
    ctx.font = "700 10px 'Noto Sans', sans-serif";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("?", 0, 0.5);
  },
  exempt: (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.rect(-5, -5, 10, 10);
    fill(ctx, paper, ink);
    ctx.beginPath();
    ctx.moveTo(-5, 5);
    ctx.lineTo(5, -5);
    ctx.stroke();
  },
  "not-contrary": (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.arc(0, 0, 5.5, 0, 2 * Math.PI);
    fill(ctx, paper, ink);
  },
  "not-applicable": (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.arc(0, 0, 3.5, 0, 2 * Math.PI);
    fill(ctx, ink, paper);
  },
};

function diamond(ctx: CanvasRenderingContext2D, r: number): void {
  ctx.beginPath();
  ctx.moveTo(0, -r);
  ctx.lineTo(r, 0);
  ctx.lineTo(0, r);
  ctx.lineTo(-r, 0);
  ctx.closePath();
}

function fill(ctx: CanvasRenderingContext2D, inside: string, edge: string): void {
  ctx.fillStyle = inside;
  ctx.fill();
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1.6;
  ctx.stroke();
}

/** An empty square picture with its origin in the middle. */
function picture(side: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * SIGN_RATIO;
  const ctx = canvas.getContext("2d");
  if (ctx === null) throw new Error("this browser draws no canvas");
  ctx.scale(SIGN_RATIO, SIGN_RATIO);
  ctx.translate(side / 2, side / 2);
  return ctx;
}

const dataOf = (ctx: CanvasRenderingContext2D): ImageData =>
  ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height);

/** The sign of a result: a shape of its own, so that it is told without colour. Neutral: it names no side. */
export function signOf(result: Result, palette: Palette): ImageData {
  const ctx = picture(SIGN);
  SHAPES[result](ctx, palette.results[result], palette.halo);
  return dataOf(ctx);
}

/** The ring around a group: the colour of the gravest in it, and its sign at the top, so that colour is not alone. */
export function ringOf(result: Result, side: number, palette: Palette): ImageData {
  const ctx = picture(side);
  ctx.beginPath();
  ctx.arc(0, 1, side / 2 - 5, 0, 2 * Math.PI);
  ctx.fillStyle = palette.halo;
  ctx.fill();
  ctx.lineWidth = result === "contrary" ? 4 : 2.5;
  ctx.strokeStyle = palette.results[result];
  if (result === "not-applicable" || result === "not-contrary") ctx.lineWidth = 1.5;
  ctx.stroke();
  if (result === "contrary" || result === "indeterminate") {
    ctx.translate(0, -side / 2 + 5.5);
    diamond(ctx, 4);
    fill(ctx, result === "contrary" ? palette.results[result] : palette.halo, palette.results[result]);
  }
  return dataOf(ctx);
}
