/** Results in the order of their gravity: the gravest first. */
export const RESULTS = ["contrary", "indeterminate", "exempt", "not-contrary", "not-applicable"] as const;
export type Result = (typeof RESULTS)[number];

export interface Palette {
  readonly water: string;
  readonly land: string;
  readonly shore: string;
  /** Names of places: there, and quieter than what happened. */
  readonly place: string;
  readonly zone: string;
  readonly line: string;
  readonly ink: string;
  readonly halo: string;
  readonly results: Readonly<Record<Result, string>>;
}

/** The colours of the published report (publication/report-style.ts), so that screen and print agree. */
export const LIGHT: Palette = {
  water: "#dde6e9",
  land: "#f6f3eb",
  shore: "#b9c3c6",
  place: "#5d666c",
  zone: "#4d3f7a",
  line: "#1c2126",
  ink: "#1c2126",
  halo: "#ffffff",
  results: {
    contrary: "#a33b00",
    indeterminate: "#765800",
    exempt: "#28599c",
    "not-contrary": "#46545f",
    "not-applicable": "#616870",
  },
};

export const DARK: Palette = {
  water: "#161f25",
  land: "#262b2e",
  shore: "#46535a",
  place: "#98a2a8",
  zone: "#b9a9ec",
  line: "#e9e6df",
  ink: "#e9e6df",
  halo: "#14171a",
  results: {
    contrary: "#f0935a",
    indeterminate: "#dcb951",
    exempt: "#8db6f0",
    "not-contrary": "#adbac5",
    "not-applicable": "#8f979e",
  },
};
