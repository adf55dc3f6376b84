import type { PostgresType } from 'postgres'

/**
 * How values cross between Postgres and JSON in PostgREST's forms: ISO times with a T, numbers as numbers, bytea as hex text,
 * JSON as JSON (the library's own encodes it twice).
 */
export const postgrestTypes: Record<string, PostgresType> = {
  timestamptz: { to: 1184, from: [1184], serialize: plainText, parse: isoTime },
  timestamp: { to: 1114, from: [1114], serialize: plainText, parse: isoTime },
  numeric: { to: 1700, from: [1700], serialize: String, parse: finiteNumber },
  json: { to: 114, from: [114], serialize: jsonText, parse: (text: string): unknown => JSON.parse(text) },
  jsonb: { to: 3802, from: [3802], serialize: jsonText, parse: (text: string): unknown => JSON.parse(text) },
  bytea: { to: 17, from: [17], serialize: plainText, parse: (text: string) => text },
}

/** Text as it is; of anything else its JSON, which Postgres refuses in its own words where it makes no sense. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `2026-11-22 07:43:55.7+00` to `2026-11-22T07:43:55.7+00:00`. */
function isoTime(text: string): string {
  return text.replace(/^(\d{4,}-\d\d-\d\d) /, '$1T').replace(/([+-]\d\d)$/, '$1:00')
}

function finiteNumber(text: string): number | string {
  const number = Number(text)
  return Number.isFinite(number) ? number : text // NaN and Infinity have no number in JSON
}

/** The library hands over JSON text or values, without saying which. Text that is valid JSON is taken for JSON. */
function jsonText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  try {
    JSON.parse(value)
    return value
  } catch {
    return JSON.stringify(value)
  }
}
