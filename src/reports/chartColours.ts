/** The colours of lines and bars: custom properties of the page, so that a theme changes them without drawing anew. */
export const COLOURS = {
  first: 'var(--chart-first)',
  second: 'var(--chart-second)',
  third: 'var(--chart-third)',
  fourth: 'var(--chart-fourth)',
} as const
