import { expect, test } from 'vitest'
import { en } from './en/index'
import { withOwnWords } from './ownWords'

test('an inbox says some things in words of its own, and the rest as ever', () => {
  const words = withOwnWords(en, {
    'widget.welcome': 'Ahoy!',
    'chat.typing': '{1} scribbles',
    'errors.hints.blocked': 'Go away.',
    'widget.rateScores.5': 'Splendid',
    'widget.nothing': 'unheard of',
    'widget.back': ' ',
  })
  expect(words.widget.welcome).toBe('Ahoy!')
  expect(words.chat.typing('Ann')).toBe('Ann scribbles')
  expect(words.errors.hints.blocked).toBe('Go away.')
  expect(words.widget.rateScores).toEqual(['Very bad', 'Bad', 'Fair', 'Good', 'Splendid'])
  expect(words.widget.back).toBe(en.widget.back)
  expect(words.chat.typingTwo('a', 'b')).toBe('a and b are typing')
})

test('a word that speaks of something keeps what its own form leaves out', () => {
  expect(withOwnWords(en, { 'chat.typing': 'Somebody writes {2}' }).chat.typing('Ann')).toBe('Somebody writes {2}')
})
