/**
 * Whether a request that changes something was made by our own pages. Asked only where a cookie is what says who calls:
 * a token is never sent by a browser of itself. Browsers say where a request comes from in Sec-Fetch-Site or Origin; a
 * request with a cookie and neither is refused.
 * @param own origins that are ours
 */
export function isSameOrigin(header: (name: string) => string | undefined, own: readonly string[]): boolean {
  const site = header("Sec-Fetch-Site");
  if (site !== undefined && site !== "same-origin") return false;
  const origin = header("Origin");
  if (origin !== undefined) return own.includes(origin);
  return site === "same-origin";
}
