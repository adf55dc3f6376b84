import { AuthError } from './errors.ts'

/** A request's JSON object; an empty body is an empty object. */
export async function readJson<T extends object>(request: Request): Promise<T> {
  const text = await request.text()
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as T
  } catch {
    // Told below, like any other thing that is no object.
  }
  throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON')
}
