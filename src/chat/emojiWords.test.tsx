import data from '@emoji-mart/data'
import { init, SearchIndex } from 'emoji-mart'
import { beforeAll, expect, test } from 'vitest'
import french from './emojiWords.fr.json'
import { nameEmoji } from './emojiWords'

const emojis = data as unknown as Parameters<typeof nameEmoji>[0]
const speak = async (words: typeof french | null) => {
  nameEmoji(emojis, words)
  await init({ data, i18n: {} })
}

async function find(word: string): Promise<string[]> {
  const found = (await SearchIndex.search(word)) as { skins: { native: string }[] }[] | undefined
  return (found ?? []).map(({ skins }) => skins[0]?.native.replaceAll('\uFE0F', '') ?? '')
}

beforeAll(() => speak(french))

test.each([
  ['sourire', '🙂'],
  ['rire', '😂'],
  ['coeur', '❤'],
  ['cœur', '❤'],
  ['CŒUR', '❤'],
  ['pouce', '👍'],
  ['soleil', '☀'],
  ['chaussure', '👟'],
  ['fete', '🎉'],
  ['fête', '🎉'],
  ['éclair', '⚡'],
  ['eclair', '⚡'],
  ['rocket', '🚀'],
  ['cœur rouge', '❤'],
])('in French %s finds %s', async (word, emoji) => {
  expect(await find(word)).toContain(emoji)
})

test('a word nobody knows finds nothing', async () => {
  expect(await find('xyzzy')).toEqual([])
})

test('nearly every emoji has a French name', () => {
  expect(Object.keys(french).length / Object.keys(emojis.emojis).length).toBeGreaterThan(0.99)
})

test('back in English the words are English again, and in French French', async () => {
  await speak(null)
  expect(await find('coeur')).toEqual([])
  expect(await find('heart')).toContain('❤')
  expect(emojis.emojis.heart?.name).toBe('Red Heart')
  await speak(french)
  expect(await find('coeur')).toContain('❤')
  expect(emojis.emojis.heart?.name).toBe('cœur rouge')
})
