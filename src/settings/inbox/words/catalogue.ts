import { en } from '@/i18n/en/index'
import { fr } from '@/i18n/fr/index'
import type { Locale } from '@/i18n/locale'
import { PLACES, type Place } from './places'

/** What the texts of the widget are about, in the order in which a customer meets them. */
export const GROUPS = ['start', 'presence', 'form', 'messages', 'composer', 'files', 'ending', 'trouble'] as const
export type Group = (typeof GROUPS)[number]

export interface WidgetText {
  /** Its dotted name, as `texts.strings` has it: `chat.typing`. */
  key: string
  group: Group
  /** As we say it, with `{1}`, `{2}` for what it speaks of. */
  ours: Record<Locale, string>
  places: readonly Place[]
}

// By the first group whose pattern fits; what only the team reads is in none.
const TEAM =
  /^chat\.(event|noteBy|deletedNote|viewing|theContact|statusSnoozed)\b|^errors\.hints\.(?!conversation_not_found|conversation_open|message_|id_taken|inbox_not_found|email_invalid|name_invalid|attributes_invalid|already_rated|comment_|blocked|verified_only|too_many_(messages|conversations|changes|attachments)|challenge_|attachment|contact_session_over)/
/** Away has a field of its own, and the direction of lines is no word. */
const ELSEWHERE = /^widget\.(away|direction)$/

const PATTERNS: Record<Group, RegExp> = {
  start:
    /^widget\.(open|unread|close|panel|conversations|newConversation|back|more|language|mute|expand|collapse|welcome|startHere|listEmpty|mine|deleted|closed|waiting|unreadInRow|dismiss)$/,
  presence: /^widget\.(replyWithin|replySoon|online|awayNow|backAt|at|openingHours|closedDay|yourTime)$/,
  form: /^widget\.(form|optional|choose|name|email|phone|required|signInFirst)|^errors\.hints\.(email_invalid|name_invalid|attributes_invalid|verified_only)$/,
  composer:
    /^chat\.(message|send|placeholder|emptyMessage|tooLong|characters\w+|emoji\w*)$|^errors\.hints\.(message_|id_taken|too_many_messages)/,
  files: /^attachments\.|^errors\.hints\.(attachment|too_many_attachments)/,
  ending: /^widget\.(end|transcript|rate|actionFailed)|^errors\.hints\.(already_rated|conversation_open|comment_)/,
  trouble:
    /^widget\.(loading|listLoading|listFailed|failed|tryAgain)|^chat\.(loadFailed|tryAgain|offline|unreachable|reconnecting|signedOut)|^errors\./,
  messages: /^chat\./,
}

function groupOf(key: string): Group | null {
  if (TEAM.test(key) || ELSEWHERE.test(key)) return null
  return (Object.keys(PATTERNS) as Group[]).find((group) => PATTERNS[group].test(key)) ?? null
}

/** Every text that a customer can read, once for each form that it has: `chat.newMessages` and `chat.newMessages.one`. */
export const CATALOGUE: readonly WidgetText[] = GROUPS.flatMap((group) =>
  keysOf({ widget: en.widget, chat: en.chat, attachments: en.attachments, errors: en.errors })
    .filter((key) => groupOf(key) === group)
    .flatMap((key) => {
      const places = PLACES[key] ?? []
      const forms = places[0] === 'count' ? [`${key}.one`, key] : [key]
      return forms.map((form) => ({ key: form, group, ours: { en: said(en, form), fr: said(fr, form) }, places }))
    }),
)

/** The dotted names of all words below: leaves, and each of a row of words by its number. */
export function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, word]: [string, unknown]) => {
    const key = prefix + name
    if (Array.isArray(word)) return word.map((_, i) => `${key}.${i + 1}`)
    return typeof word === 'object' && word !== null ? keysOf(word, `${key}.`) : [key]
  })
}

// Counts are asked for with a number that the text shows, since a text may turn on it.
function said(words: object, form: string): string {
  const isOne = form.endsWith('.one')
  const key = isOne ? form.slice(0, -'.one'.length) : form
  const word = key.split('.').reduce<unknown>((node, part) => wordIn(node, part), words)
  if (typeof word !== 'function') return String(word)
  const places = PLACES[key] ?? []
  const count = isOne ? 1 : 7
  const given = places.map((place, i) => (place === 'count' ? count : `{${i + 1}}`))
  const text = String(Reflect.apply(word, undefined, given))
  return places[0] === 'count' ? text.replace(String(count), '{1}') : text
}

function wordIn(node: unknown, part: string): unknown {
  if (Array.isArray(node)) return node[Number(part) - 1]
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined
}
