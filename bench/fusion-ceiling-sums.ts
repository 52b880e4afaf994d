export function lifted(ln: Float64Array): { readonly shares: Float64Array; readonly top: number } {
  let top = Number.NEGATIVE_INFINITY;
  for (const v of ln) top = Math.max(top, v);
  return { shares: ln.map((v) => Math.exp(v - top)), top };
}

export function dot(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += (p[k] as number) * (q[k] as number);
  return sum;
}
