import { useComputedColorScheme } from "@mantine/core";
import { DARK, LIGHT, type Result } from "../map/palette.ts";

/** The sign of a result as it stands on the map, in text: shape before colour. */
export function ResultSign({ result, size = 16 }: { result: Result; size?: number }) {
  const { results, halo } =
    useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
  const ink = results[result];
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" style={{ flexShrink: 0 }}>
      {result === "contrary" && <path d="M9 1.5 16.5 9 9 16.5 1.5 9Z" fill={ink} stroke={halo} />}
      {result === "indeterminate" && (
        <>
          <path d="M9 1.5 16.5 9 9 16.5 1.5 9Z" fill={halo} stroke={ink} strokeWidth="1.6" />
          <text x="9" y="12.6" textAnchor="middle" fontSize="10" fontWeight="700" fill={ink}>
            ?
          </text>
        </>
      )}
      {result === "exempt" && (
        <path d="M4 4h10v10H4ZM4 14 14 4" fill={halo} stroke={ink} strokeWidth="1.6" fillRule="evenodd" />
      )}
      {result === "not-contrary" && <circle cx="9" cy="9" r="5" fill={halo} stroke={ink} strokeWidth="1.6" />}
      {result === "not-applicable" && <circle cx="9" cy="9" r="3" fill={ink} />}
    </svg>
  );
}
