import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Deep water: the one accent. Results have signs of their own (app/results.ts) and never this colour alone. */
const ink: MantineColorsTuple = [
  "#eef5fa",
  "#d9e7f1",
  "#b0cee3",
  "#84b3d5",
  "#5f9dc9",
  "#478fc2",
  "#2f7ab0",
  "#1f6296",
  "#184f7b",
  "#12344d",
];

export const theme = createTheme({
  colors: { ink },
  primaryColor: "ink",
  // Dark enough for white text at 4.5 : 1 (WCAG 2.2, 1.4.3); the library's own shade is not.
  primaryShade: { light: 8, dark: 7 },
  fontFamily: "'Noto Sans', system-ui, sans-serif",
  headings: { fontFamily: "'Noto Sans', system-ui, sans-serif", fontWeight: "650" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
});
