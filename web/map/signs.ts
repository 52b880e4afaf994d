import type { Palette, Result } from "./palette.ts";

/** Side of a sign in device-independent pixels. */
export const SIGN = 18;
const SCALE = 2;

const SHAPES: Readonly<Record<Result, (ctx: CanvasRenderingContext2D, ink: string, paper: string) => void>> = {
  // A filled diamond; the one shape that is full and has corners up.
  contrary: (ctx, ink, paper) => {
    diamond(ctx, 7.5);
    fill(ctx, ink, paper);
  },
  indeterminate: (ctx, ink, paper) => {
    diamond(ctx, 7.5);
    fill(ctx, paper, ink);
    ctx.fillStyle = ink;
    ctx.font = "700 10px 'Noto Sans', sans-serif";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("?", 9, 9.5);
  },
  exempt: (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.rect(4, 4, 10, 10);
    fill(ctx, paper, ink);
    ctx.beginPath();
    ctx.moveTo(4, 14);
    ctx.lineTo(14, 4);
    ctx.stroke();
  },
  "not-contrary": (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.arc(9, 9, 5, 0, 2 * Math.PI);
    fill(ctx, paper, ink);
  },
  "not-applicable": (ctx, ink, paper) => {
    ctx.beginPath();
    ctx.arc(9, 9, 3, 0, 2 * Math.PI);
    fill(ctx, ink, paper);
  },
};

function diamond(ctx: CanvasRenderingContext2D, r: number): void {
  ctx.beginPath();
  ctx.moveTo(9, 9 - r);
  ctx.lineTo(9 + r, 9);
  ctx.lineTo(9, 9 + r);
  ctx.lineTo(9 - r, 9);
  ctx.closePath();
}

function fill(ctx: CanvasRenderingContext2D, inside: string, edge: string): void {
  ctx.fillStyle = inside;
  ctx.fill();
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1.6;
  ctx.stroke();
}

/** The sign of a result: a shape of its own, so that it is told without colour. Neutral: it names no side. */
export function signOf(result: Result, palette: Palette): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIGN * SCALE;
  const ctx = canvas.getContext("2d");
  if (ctx === null) throw new Error("this browser draws no canvas");
  ctx.scale(SCALE, SCALE);
  SHAPES[result](ctx, palette.results[result], palette.halo);
  return ctx.getImageData(0, 0, canvas.width, canvas.height);
}

export const SIGN_RATIO = SCALE;
