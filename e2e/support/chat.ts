import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import type { Customer } from './test.ts'

/** A page or a frame that shows a conversation. */
type Window = Page | FrameLocator

let written = 0
/** A text that no other test writes. */
export const unique = (text: string): string => `${text} ${Date.now().toString(36)}${(written++).toString(36)}`

export const log = (window: Window): Locator => window.getByRole('log', { name: 'Messages' })
export const composer = (window: Window): Locator => window.getByRole('textbox', { name: 'Message' })

/** Writes into the composer and sends with Enter. */
export async function write(window: Window, text: string): Promise<void> {
  await composer(window).fill(text)
  await composer(window).press('Enter')
}

/** Opens the launcher's panel. */
export async function openChat({ page, chat }: Customer): Promise<void> {
  await page.getByRole('button', { name: /^(Open chat|Ouvrir le chat)/ }).click()
  await chat.getByRole('dialog', { name: 'Chat' }).waitFor()
}

/** The row of the list whose preview holds this text. */
export const row = (page: Page, text: string): Locator =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('link').filter({ hasText: text })

/** Opens the conversation whose preview holds this text. */
export async function openRow(page: Page, text: string): Promise<void> {
  await row(page, text).click()
  await expect(log(page)).toContainText(text)
}

/** The texts of all messages shown, in order, of those that hold `mark`; also of those scrolled out of sight. */
export const shown = async (window: Window, mark: string): Promise<string[]> =>
  (await log(window).getByText(mark).allTextContents()).map((text) => text.trim())
