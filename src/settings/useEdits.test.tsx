import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { differing } from './edits'
import { useEdits } from './useEdits'

interface Row {
  name: string
  texts: { fr: { greeting: string; strings: Record<string, string> }; en: { greeting: string } }
  origins: string[]
}

const row: Row = {
  name: 'Shop',
  texts: {
    fr: { greeting: 'Bonjour', strings: { 'chat.send': 'Poster', 'chat.read': 'Lu' } },
    en: { greeting: 'Hello' },
  },
  origins: ['https://one.example'],
}

const editing = () => renderHook(({ stored }) => useEdits(stored, (all) => all), { initialProps: { stored: row } })

test('what a colleague saves meanwhile is seen where nothing was edited, and is no edit', () => {
  const { result, rerender } = editing()
  const theirs = { ...row, texts: { ...row.texts, en: { greeting: 'Hi' } }, origins: [] }
  rerender({ stored: theirs })
  expect(result.current.draft).toEqual(theirs)
  expect(result.current.before).toEqual(theirs)
})

test('what was edited stays, text by text, and saving it leaves alone what the colleague wrote', () => {
  const { result, rerender } = editing()
  const { fr } = row.texts
  // One text is written, one is put back to ours.
  act(() => result.current.set({ texts: { ...row.texts, fr: { greeting: 'Salut', strings: { 'chat.read': 'Lu' } } } }))
  const theirs = {
    ...row,
    name: 'Boutique',
    texts: { fr: { ...fr, strings: { 'chat.send': 'Poster', 'chat.today': 'Ce jour' } }, en: { greeting: 'Hi' } },
  }
  rerender({ stored: theirs })
  const together = { fr: { greeting: 'Salut', strings: { 'chat.today': 'Ce jour' } }, en: { greeting: 'Hi' } }
  expect(result.current.draft).toEqual({ ...theirs, texts: together })
  expect(differing(result.current.draft, result.current.before)).toEqual({ texts: together })

  rerender({ stored: { ...theirs, texts: together } }) // saved
  expect(differing(result.current.draft, result.current.before)).toEqual({})
  rerender({ stored: { ...theirs, texts: { ...together, en: { greeting: 'Hey' } } } }) // the colleague goes on
  expect(result.current.draft.texts.en.greeting).toBe('Hey')
})

test('what was edited by both is as it was edited here, and taken back it is what is stored now', () => {
  const { result, rerender } = editing()
  act(() => result.current.set({ origins: ['https://two.example'] }))
  rerender({ stored: { ...row, origins: ['https://three.example'] } })
  expect(result.current.draft.origins).toEqual(['https://two.example'])
  act(() => result.current.discard())
  expect(result.current.draft.origins).toEqual(['https://three.example'])
})
