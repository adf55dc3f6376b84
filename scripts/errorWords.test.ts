import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from '../src/i18n/en/index.ts'
import { CATALOGUE } from '../src/settings/inbox/words/catalogue.ts'
import { leaveOutTeam } from './leaveOutTeam.ts'

// The words that functions refuse with, as docs/errors.md has them: each has a sentence for those who may meet it.

/** Only a program that calls by itself meets them: our screens don't ask so. */
const PROGRAMS = new Set(
  [
    'action_invalid after_invalid anonymous_not_allowed attachment_sent availability_missing by_invalid changes_invalid',
    'clock_invalid color_invalid context_invalid days_invalid id_missing inbox_key_malformed kind_invalid locale_missing',
    'merge_invalid message_not_found metric_invalid note_not_found page_invalid parts_invalid preferences_invalid',
    'priority_invalid role_missing score_invalid seq_missing sort_invalid',
    // To whoever builds a site: the promise of `identify` rejects with them, and the console says them.
    'token_algorithm token_audience token_expired token_lifetime token_malformed token_replayed token_signature token_subject',
  ].flatMap((line) => line.split(' ')),
)
/** Their sentence stands elsewhere. */
const TOLD_OTHERWISE = new Set([
  'sign_in_required', // by its kind, as any session that is over
  'invitation_for_another', // with the address that is signed in
  'setup_code_wrong', // in its form
])
/** Not the server's: the screen's own. */
const OURS = new Set(['contact_session_over'])

const listed = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| LC\d{3} \| `(\w+)`/gm)].map(
  ([, word = '']) => word,
)
const spoken = Object.keys(en.errors.hints)

test('each refusal that a person can meet has a sentence, and there is none for what nothing refuses with', () => {
  expect(listed.length).toBeGreaterThan(90)
  const met = new Set(listed.filter((word) => !PROGRAMS.has(word) && !TOLD_OTHERWISE.has(word)))
  expect([...met].filter((word) => !spoken.includes(word))).toEqual([])
  expect(spoken.filter((word) => !met.has(word) && !OURS.has(word))).toEqual([])
  expect([...PROGRAMS, ...TOLD_OTHERWISE].filter((word) => !listed.includes(word))).toEqual([])
})

test.each(['en', 'fr'])('customers load the sentences that they can meet, and no other (%s)', (locale) => {
  const file = `src/i18n/${locale}/errors.ts`
  const { transform } = leaveOutTeam()
  if (typeof transform !== 'function') throw new Error('The plugin changes nothing.')
  const left: unknown = Reflect.apply(transform, undefined, [readFileSync(file, 'utf8'), `/${file}`])
  const loaded = [...String(left).matchAll(/^ {4}(\w+):/gm)].map(([, word = '']) => word)
  const offered = CATALOGUE.flatMap(({ key }) => /^errors\.hints\.(\w+)$/.exec(key)?.[1] ?? [])
  expect(loaded.toSorted()).toEqual(offered.toSorted())
})
