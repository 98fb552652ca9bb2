import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** Calm and dense: a tool that is looked at for an hour. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: 7,
  autoContrast: true,
  colors: {
    // Greys with a little blue, as the surfaces have.
    dark: ["#d9dde7", "#b9bfce", "#949cb0", "#6d7589", "#474e5e", "#343a48", "#262b36", "#1b1e26", "#14161c", "#0f1116"],
  },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
});

/** Dimmed text stays readable: at least 4.5:1 on every surface. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-teal-light-color": "#075546",
    "--mantine-color-yellow-light-color": "#704600",
    "--mantine-color-orange-light-color": "#813900",
    "--mantine-color-gray-light-color": "#3a4252",
    "--mantine-color-red-light-color": "#991515",
    "--mantine-color-dimmed": "#596273", "--mantine-color-body": "#fbfbfd", "--surface": "#ffffff", "--line": "#e4e6ee" },
  dark: { "--mantine-color-dimmed": "#a3abbb", "--mantine-color-body": "#14161c", "--surface": "#1b1e26", "--line": "#2d313d" },
});
