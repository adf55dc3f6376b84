import { expect, test } from 'vitest'
import { en } from './en/index'
import { fr } from './fr/index'
import { withOwnWords } from './ownWords'

test('an inbox says some things in words of its own, and the rest as ever', () => {
  const words = withOwnWords(
    en,
    {
      'widget.welcome': 'Ahoy!',
      'chat.typing': '{1} scribbles',
      'errors.hints.blocked': 'Go away.',
      'widget.rateScores.5': 'Splendid',
      'widget.nothing': 'unheard of',
      'widget.back': ' ',
    },
    'en',
  )
  expect(words.widget.welcome).toBe('Ahoy!')
  expect(words.chat.typing('Ann')).toBe('Ann scribbles')
  expect(words.errors.hints.blocked).toBe('Go away.')
  expect(words.widget.rateScores).toEqual(['Very bad', 'Bad', 'Fair', 'Good', 'Splendid'])
  expect(words.widget.back).toBe(en.widget.back)
  expect(words.chat.typingTwo('a', 'b')).toBe('a and b are typing')
})

test('a word that speaks of something keeps what its own form leaves out', () => {
  expect(withOwnWords(en, { 'chat.typing': 'Somebody writes {2}' }, 'en').chat.typing('Ann')).toBe(
    'Somebody writes {2}',
  )
})

test('a word that counts is said in the form of its number, where the inbox has one', () => {
  const both = { 'chat.newMessages': '{1} more', 'chat.newMessages.one': 'One more' }
  const english = withOwnWords(en, both, 'en').chat.newMessages
  expect([english(1), english(2)]).toEqual(['One more', '2 more'])
  const left = withOwnWords(
    fr,
    { 'chat.charactersLeft': 'reste {1}', 'chat.charactersLeft.one': 'reste {1} seul' },
    'fr',
  )
  expect([0, 1, 2].map(left.chat.charactersLeft)).toEqual(['reste 0 seul', 'reste 1 seul', 'reste 2'])

  const single = withOwnWords(en, { 'chat.newMessages.one': 'Just one' }, 'en').chat.newMessages
  expect([single(1), single(2)]).toEqual(['Just one', '2 new messages'])
})
