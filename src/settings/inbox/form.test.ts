import { expect, test } from 'vitest'
import { draftOf, fieldsOf, isWrongField, newField } from './form'

const FORM = [
  { key: 'email', type: 'email', required: true },
  { key: 'size', type: 'choice', required: false, label: { fr: 'Taille ?' }, options: ['S', 'M'] },
]

test('what is edited and saved without a change is what was stored', () => {
  expect(fieldsOf(draftOf(FORM))).toEqual(FORM)
})

test('a form that is no form has no fields', () => {
  for (const broken of ['x', null, { key: 'name' }, [7], [{ key: 'a', type: 'file', required: true }]]) {
    expect(draftOf(broken)).toEqual([])
  }
})

test('a question of one’s own needs words, a choice something to choose', () => {
  const own = newField(null)
  expect(own.key).toMatch(/^[a-z][a-z0-9_]{0,29}$/)
  expect(isWrongField(own, [own])).toBe(true)
  const asked = { ...own, en: 'Which size?' }
  expect(isWrongField(asked, [asked])).toBe(false)
  const choice = { ...asked, type: 'choice' as const, options: ' \n' }
  expect(isWrongField(choice, [choice])).toBe(true)
  const name = newField('name')
  expect(isWrongField(name, [name, newField('name')])).toBe(true)
})
