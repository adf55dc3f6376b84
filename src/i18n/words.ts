import type { en } from './en/index'

/** The shape of a dictionary: English says which words there are. A word is a string, or a function of what it speaks of. */
export type Words = Translated<typeof en>

/** An area's shape: `export const chat = {…} satisfies Translated<typeof english>`. */
export type Translated<T> = {
  [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : Translated<T[Key]>
}
