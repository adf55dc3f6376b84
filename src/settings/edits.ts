/**
 * What somebody has written over `before`, laid over what is stored `now`: what they left alone follows, what they changed stays. Objects are
 * looked at field by field, everything else as a whole.
 */
export function rebased<T>(before: T, edited: T, now: T): T {
  if (!isObject(before) || !isObject(edited) || !isObject(now)) return isSame(before, edited) ? now : edited
  const fields = [...new Set([...Object.keys(now), ...Object.keys(edited)])].map(
    (name) => [name, rebased<unknown>(before[name], edited[name], now[name])] as const,
  )
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as T
}

/** The fields of `edited` that are not as they are `now`. */
export function differing<T extends object>(edited: T, now: T): Partial<T> {
  const names = (Object.keys(edited) as (keyof T)[]).filter((name) => !isSame(edited[name], now[name]))
  return Object.fromEntries(names.map((name) => [name, edited[name]])) as Partial<T>
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
