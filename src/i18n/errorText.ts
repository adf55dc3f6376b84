import { asCauserieError } from '@/lib/errors'
import type { Words } from './words'

/** What a person reads about an error: by its stable word, else by its kind. The database's own words are for developers. */
export function errorText(words: Words, error: unknown): string {
  const { hint, trouble } = asCauserieError(error)
  const hints: Record<string, string> = words.errors.hints
  return (hint && hints[hint]) || words.errors[trouble]
}
