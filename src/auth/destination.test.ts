import { expect, test } from 'vitest'
import { destinationOf, HOME } from './destination'

test('the way back leads to where somebody wanted to go', () => {
  expect(destinationOf({ state: { from: '/admin/chat/0199?tab=closed' } })).toBe('/admin/chat/0199?tab=closed')
})

test.each([
  null,
  undefined,
  'text',
  {},
  { from: 7 },
  { from: 'https://elsewhere.example/admin/chat' },
  { from: '//elsewhere.example' },
  { from: '/admin/login' },
  { from: '/admin/sign-up' },
])('anything else leads home: %j', (state) => {
  expect(destinationOf({ state })).toBe(HOME)
})
