/** "Firefox 132 · Windows" from what a browser calls itself; null if it calls itself nothing known. */
export function browserName(userAgent: string): string | null {
  const browser = BROWSERS.map(([name, pattern]) => [name, pattern.exec(userAgent)?.[1]] as const).find(
    ([, version]) => version,
  )
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))
  const parts = [browser && `${browser[0]} ${browser[1]}`, system?.[0]].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : null
}

// In this order: each also claims to be those after it.
const BROWSERS: [name: string, version: RegExp][] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* .*Safari/],
]

const SYSTEMS: [name: string, pattern: RegExp][] = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
]
