/** Who can be mentioned. */
export interface Mentionable {
  id: string
  name: string
}

/** A stretch of a note: plain, or the mention of somebody. */
export type Stretch = { from: number; text: string; who: Mentionable | null }

/** Cuts a note into what is plain and who is mentioned. The longest name wins: "@Ana Lima" is not "@Ana". */
export function stretches(text: string, people: readonly Mentionable[]): Stretch[] {
  const named = people.filter(({ name }) => name.trim() !== '').sort((a, b) => b.name.length - a.name.length)
  const parts: Stretch[] = []
  let plainFrom = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && IN_WORD.test(text.charAt(at - 1))) continue
    const who = named.find(
      ({ name }) => text.startsWith(name, at + 1) && !IN_WORD.test(text.charAt(at + 1 + name.length)),
    )
    if (!who) continue
    if (at > plainFrom) parts.push({ from: plainFrom, text: text.slice(plainFrom, at), who: null })
    plainFrom = at + 1 + who.name.length
    parts.push({ from: at, text: text.slice(at, plainFrom), who })
    at = plainFrom - 1
  }
  if (plainFrom < text.length) parts.push({ from: plainFrom, text: text.slice(plainFrom), who: null })
  return parts
}

/** The ids of those whom a note mentions, each once. */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  return [...new Set(stretches(text, people).flatMap(({ who }) => (who ? [who.id] : [])))]
}

const IN_WORD = /[\p{L}\p{N}_]/u
