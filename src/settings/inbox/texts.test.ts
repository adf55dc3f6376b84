import { expect, test } from 'vitest'
import type { InboxRow } from '../queries'
import { readTexts, writeTexts } from './texts'

const inbox = (texts: InboxRow['texts']) => ({ locale: 'fr', texts }) as InboxRow

test('texts of old, without a language, are those of the inbox’s language, and are written with it', () => {
  const texts = readTexts(inbox({ greeting: 'Bonjour !', en: { greeting: 'Hello!' } }))
  expect(texts.fr.greeting).toBe('Bonjour !')
  expect(texts.en).toEqual({ greeting: 'Hello!', welcome: '', away: '', strings: {} })
  expect(writeTexts(texts)).toEqual({ texts: { fr: { greeting: 'Bonjour !' }, en: { greeting: 'Hello!' } } })
})

test('a text of its language stands before one without; what was emptied is left out', () => {
  const texts = readTexts(
    inbox({ away: 'Ancien', fr: { away: 'Neuf', strings: { 'chat.send': 'Poster', broken: 7 } } }),
  )
  expect(texts.fr).toMatchObject({ away: 'Neuf', strings: { 'chat.send': 'Poster' } })
  const emptied = { ...texts, fr: { ...texts.fr, away: ' ', strings: { 'chat.send': '' } } }
  expect(writeTexts(emptied)).toEqual({ texts: { fr: {}, en: {} } })
})

test('the order in which texts were written is no change', () => {
  const written = (strings: Record<string, string>) => JSON.stringify(writeTexts(readTexts(inbox({ fr: { strings } }))))
  expect(written({ 'chat.send': 'Poster', 'chat.read': 'Vu' })).toBe(
    written({ 'chat.read': 'Vu', 'chat.send': 'Poster' }),
  )
})
