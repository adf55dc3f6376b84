/** An inbox's colour as the panel wears it. Whatever was chosen, text on it and text in it reach AA (4.5 : 1). */
export type AccentTokens = {
  '--accent': string
  '--accent-strong': string
  '--on-accent': string
  '--accent-soft': string
  '--text-accent': string
}

/** AA for text, and a little more: browsers round. */
const CONTRAST = 4.6
/** Lighter than this a colour keeps its light and carries dark ink; yellow darkened until white is legible is brown. */
const LIGHT = 0.78
const WHITE: Rgb = [1, 1, 1]
const INK: Rgb = [0.06, 0.07, 0.1]
/** The worst grounds that accent-coloured text stands on, light and dark: hovered and raised surfaces. */
const LIGHT_GROUND: Rgb = [0.94, 0.945, 0.96]
const DARK_GROUND: Rgb = [0.19, 0.2, 0.24]
/** What filled shapes stand on in the dark, and by how much they must stand out. */
const DARK_PANEL: Rgb = [0.086, 0.094, 0.114]
const VISIBLE = 1.9

/** @param hex `#rrggbb` or `#rgb`; anything else gives null, and the theme's own accent stays */
export function accentTokens(hex: string | undefined): AccentTokens | null {
  const rgb = parseHex(hex)
  if (!rgb) return null
  const colour = toOklch(rgb)
  const isLight = colour.l >= LIGHT
  const accent = isLight ? rgb : until(colour, rgb, -1, (shade) => contrast(shade, WHITE) >= CONTRAST)
  const { l, c, h } = toOklch(accent)
  // Black on black is no button: in the dark such a colour is lifted off the ground, white on it stays legible.
  const accentInDark = until({ l: Math.max(l, 0.01), c, h }, accent, 1, (shade) => isLighter(shade, DARK_PANEL))
  const lightText = until({ l, c, h }, accent, -1, (shade) => contrast(shade, LIGHT_GROUND) >= CONTRAST)
  const darkText = until({ l, c, h }, accent, 1, (shade) => contrast(shade, DARK_GROUND) >= CONTRAST)
  const tint = Math.min(c, 0.05)
  return {
    '--accent': inBoth(toHex(accent), toHex(accentInDark)),
    '--accent-strong': inBoth(toHex(pressed(accent, isLight)), toHex(pressed(accentInDark, isLight))),
    '--on-accent': toHex(isLight ? INK : WHITE),
    '--accent-soft': `light-dark(${toHex(toRgb({ l: 0.955, c: tint * 0.5, h }))}, ${toHex(toRgb({ l: 0.32, c: tint, h }))})`,
    '--text-accent': `light-dark(${toHex(lightText)}, ${toHex(darkText)})`,
  }
}

const inBoth = (light: string, dark: string): string => (light === dark ? light : `light-dark(${light}, ${dark})`)

/** Hovered and pressed: away from the ink, so that contrast only grows. */
function pressed(accent: Rgb, isLight: boolean): Rgb {
  const { l, c, h } = toOklch(accent)
  return toRgb({ l: isLight ? Math.min(l + 0.05, 0.99) : Math.max(l - 0.06, 0), c, h })
}

type Rgb = readonly [number, number, number]
type Oklch = { l: number; c: number; h: number }

/** WCAG 2 contrast of two colours. */
export function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

const isLighter = (a: Rgb, b: Rgb): boolean => luminance(a) > luminance(b) && contrast(a, b) >= VISIBLE

export function parseHex(hex: string | undefined): Rgb | null {
  const given = /^#((?:[\da-f]{3}){1,2})$/i.exec(hex ?? '')?.[1]
  if (!given) return null
  const digits = given.length === 3 ? given.replace(/./g, '$&$&') : given
  const channel = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16) / 255
  return [channel(0), channel(2), channel(4)]
}

/** Darkens (-1) or lightens (+1) in small steps, hue kept, until it will do. */
function until(from: Oklch, start: Rgb, direction: 1 | -1, willDo: (shade: Rgb) => boolean): Rgb {
  let shade = start
  for (let l = from.l; !willDo(shade) && l > 0 && l < 1; l += direction * 0.01) shade = toRgb({ ...from, l })
  return willDo(shade) ? shade : direction < 0 ? INK : WHITE
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(linear)
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const gamma = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)

// The matrices are Björn Ottosson's (bottosson.github.io/posts/oklab).
function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])]
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const beta = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    c: Math.hypot(a, beta),
    h: Math.atan2(beta, a),
  }
}

/** Out of the screen's gamut chroma gives way, not lightness: contrast hangs on lightness. */
function toRgb({ l, c, h }: Oklch): Rgb {
  for (let chroma = c; chroma > 0.002; chroma *= 0.94) {
    const rgb = toRgbUnbounded({ l, c: chroma, h })
    if (rgb.every((value) => value > -0.001 && value < 1.001)) return clamp(rgb)
  }
  return clamp(toRgbUnbounded({ l, c: 0, h }))
}

function toRgbUnbounded({ l, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)]
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

const clamp = (rgb: Rgb): Rgb => [unit(rgb[0]), unit(rgb[1]), unit(rgb[2])]
const unit = (value: number): number => Math.min(1, Math.max(0, value))
const toHex = (rgb: Rgb): string =>
  `#${rgb
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
