import type { FrameLocator, Locator, Page } from '@playwright/test'
import { openChat } from './support/chat.ts'
import { expect, test } from './support/test.ts'

/** The emoji by keyboard, in French, where the chat is drawn. */
async function goThroughEmoji(page: Page, chat: Page | FrameLocator): Promise<void> {
  const box: Locator = chat.getByRole('textbox', { name: 'Message' })
  const button = chat.getByRole('button', { name: 'Émojis' })
  const search = chat.getByRole('searchbox', { name: 'Rechercher un émoji' })
  const option = (emoji: string) => chat.getByRole('listbox', { name: 'Émojis' }).getByRole('option', { name: emoji })
  const focused = () => chat.locator('html').evaluate(() => document.activeElement?.tagName)

  await button.click()
  await expect(search).toBeFocused()
  for (const [word, emoji] of [
    ['sourire', '🙂'],
    ['coeur', '❤️'],
    ['cœur', '❤️'],
    ['pouce', '👍'],
  ] as const) {
    await search.fill(word)
    await expect(option(emoji).first()).toBeVisible()
  }
  await search.fill('xyzzy')
  await expect(chat.getByRole('status').filter({ hasText: 'Aucun émoji trouvé' })).toBeVisible()
  await expect(chat.getByRole('button', { name: 'Effacer la recherche' })).toBeVisible()
  await expect(chat.getByRole('tablist', { name: 'Catégories d’émojis' })).toBeVisible()

  // From the search past the last button, round by the first, and back over the edge.
  for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key)
    expect(await focused()).toMatch(/EM-EMOJI-PICKER|BUTTON/)
  }
  await search.press('Escape')
  await expect(search).toHaveCount(0)
  await expect(box).toBeFocused()

  await button.click()
  await expect(search).toBeFocused()
  await search.evaluate((element: HTMLElement) => element.blur()) // as a click beside the emoji does
  expect(await focused()).toBe('BODY')
  await page.keyboard.press('Tab')
  expect(await focused()).not.toBe('BODY')
  await search.evaluate((element: HTMLElement) => element.focus())
  await search.evaluate((element: HTMLElement) => element.blur())
  await page.keyboard.press('Escape')
  await expect(box).toBeFocused()
}

test('the emoji in French, by keyboard, in the widget', async ({ customer }) => {
  const alice = await customer({ locale: 'fr' })
  await openChat(alice)
  await goThroughEmoji(alice.page, alice.chat)
  await expect(alice.chat.getByRole('dialog', { name: 'Chat' })).toBeVisible()
})

test('the emoji in French, by keyboard, in the inbox', async ({ agent }) => {
  const { page } = await agent({ locale: 'fr' })
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
  await goThroughEmoji(page, page)
})
