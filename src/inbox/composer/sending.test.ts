import { expect, test } from 'vitest'
import { keyMeans } from './sending'

const key = (fields: Partial<Parameters<typeof keyMeans>[0]>) => ({
  key: 'Enter',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...fields,
})

test('Enter sends, or begins a line, as was chosen; with Ctrl or Cmd it always sends', () => {
  expect(keyMeans(key({}), 'enter')).toBe('send')
  expect(keyMeans(key({}), 'mod_enter')).toBeNull()
  for (const how of ['enter', 'mod_enter'] as const) {
    expect(keyMeans(key({ shiftKey: true }), how)).toBeNull()
    expect(keyMeans(key({ ctrlKey: true }), how)).toBe('send')
    expect(keyMeans(key({ metaKey: true }), how)).toBe('send')
    expect(keyMeans(key({ ctrlKey: true, shiftKey: true }), how)).toBe('send_and_close')
    expect(keyMeans(key({ key: 'a' }), how)).toBeNull()
  }
})
