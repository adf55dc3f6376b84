/** How many of two lists are the same, from the beginning and, of the rest, from the end: what was added to a long one is all that has to be looked at. */
export function sharedEnds<A, B>(
  one: readonly A[],
  other: readonly B[],
  isSame: (a: A, b: B) => boolean,
): { start: number; end: number } {
  const shorter = Math.min(one.length, other.length)
  let start = 0
  while (start < shorter && isSame(one[start] as A, other[start] as B)) start += 1
  let end = 0
  while (end < shorter - start && isSame(one.at(-1 - end) as A, other.at(-1 - end) as B)) end += 1
  return { start, end }
}
