import axe from 'axe-core'
import type { FrameLocator, Locator, Page } from '@playwright/test'
import { en } from '../src/i18n/en/index.ts'
import { fr } from '../src/i18n/fr/index.ts'
import { withOwnWords } from '../src/i18n/ownWords.ts'
import type { Words } from '../src/i18n/words.ts'
import { arabicStrings } from './support/arabic.ts'
import { unique } from './support/chat.ts'
import { dropFile } from './support/files.ts'
import { closedNow, createInbox, visit } from './support/inbox.ts'
import { answer, signInOwner } from './support/owner.ts'
import { expect, expectAccessible, test } from './support/test.ts'

// The chat in each of its states, looked at in each: axe finds nothing, nothing runs over the edge.

// What the shop refuses, and where it is out of reach, the browser says by itself.
test.use({ allowed: { complaints: [/status of 403/, /net::ERR_/] } })

type Look = { name: string; locale: 'en' | 'fr'; dark?: boolean; phone?: boolean; strings?: Record<string, string> }

const LOOKS: Look[] = [
  { name: 'light, on a desktop', locale: 'en' },
  { name: 'dark, on a phone, in French', locale: 'fr', dark: true, phone: true },
  { name: 'in Arabic, on a phone', locale: 'en', phone: true, strings: arabicStrings() },
]
const WORDS: Record<Look['locale'], Words> = { en, fr }

for (const { name, locale, strings, ...browser } of LOOKS) {
  test(`${name}: the chat is accessible and whole in each state`, async ({ open, stack }) => {
    const t = strings ? withOwnWords(en, strings, 'en') : WORDS[locale]
    const owner = await signInOwner(stack)
    await owner.rpc('agent_heartbeat', { workspace_id: stack.DEMO_WORKSPACE_ID }).throwOnError()
    const key = await createInbox(stack, {
      name: 'متجر',
      texts: { [locale]: { strings } },
      form: [
        { key: 'name', type: 'text', required: true },
        { key: 'size', type: 'choice', required: false, label: { en: '٤٢', fr: 'Pointure' }, options: ['41', '42'] },
      ],
      calendar: { time_zone: 'Europe/Paris', week: closedNow() },
    })
    const { page } = await open({ locale, ...browser })
    const { chat } = await visit(page, stack, key)
    const at = async (state: string) => {
      await expectWhole(page, state)
      if (strings) expect(await latin(chat), state).toEqual([])
    }
    const button = (name: string) => chat.getByRole('button', { name, exact: true })
    const composer = chat.getByRole('textbox', { name: t.chat.message })

    await button(t.widget.formStart).click()
    await expect(chat.getByText(t.widget.required)).toBeVisible()
    await chat.getByText(t.widget.openingHours).click()
    await expect(chat.getByText(t.widget.closedDay).first()).toBeVisible()
    await at('away, and a form that is not filled in')

    await chat.getByRole('textbox', { name: t.widget.name }).fill('زوي')
    await button(t.widget.formStart).click()
    await dropFile(composer, '١.pdf', 'application/pdf', '%PDF-1.4')
    await dropFile(composer, '٢.exe', 'application/x-msdownload', 'MZ')
    await expect(chat.getByText(t.errors.hints.attachment_type_refused)).toBeVisible()
    await at('files to send, one refused')

    await chat.getByRole('button', { name: t.attachments.remove('٢.exe') }).click()
    const question = unique('٤٢؟ **٤٢** `٤٢`').replaceAll(/[a-z]/g, arabicLetter)
    await composer.fill(question)
    await button(t.chat.send).click()
    await expect(chat.getByText(t.widget.emailAsk)).toBeVisible()
    await at('written, an address asked')
    expect(await isRightOf(button(t.widget.back), button(t.widget.close))).toBe(Boolean(strings))
    await expect(() => answer(owner, question, 'نعم\n- ٤١\n- ٤٢')).toPass()
    await expect(chat.getByText('نعم')).toBeVisible()
    await expect(chat.getByText(t.widget.emailAsk)).toBeHidden() // who is answered need not be reached elsewhere
    await page.route(/rpc\/send_message/, (route) =>
      route.fulfill({
        status: 403,
        headers: { 'access-control-allow-origin': '*' },
        json: { code: 'LC403', hint: 'blocked', message: '' },
      }),
    )
    await composer.fill('١٢٣')
    await button(t.chat.send).click()
    await expect(chat.getByText(t.errors.hints.blocked)).toBeVisible()
    await chat.getByText('نعم').click() // its exact time
    await at('answered, one not sent')

    await button(t.chat.discardMessage).click()
    await button(t.widget.more).click()
    await at('settings')
    await button(t.widget.end).click()
    await at('about to end')
    await button(t.widget.endYes).click()
    await chat.getByRole('radio', { name: /^4/ }).check({ force: true })
    await at('rating')
    await button(t.widget.rateSend).click()
    await expect(chat.getByText(t.widget.rateThanks)).toBeVisible()
    await button(t.widget.back).click()
    await expect(chat.getByRole('list', { name: t.widget.conversations })).toBeVisible()
    await at('the list')
    await button(t.widget.close).click()
    await expectAccessible(page)

    if (strings) return // out of reach, an inbox says nothing in its own words
    const stranger = await open({ locale, ...browser })
    await stranger.context.route(`${stack.API_URL}/**`, (route) => route.abort())
    const out = await visit(stranger.page, stack, key)
    await expect(out.chat.getByText(t.widget.failed)).toBeVisible()
    await expectWhole(stranger.page, 'out of reach')
  })
}

async function isRightOf(one: Locator, other: Locator): Promise<boolean> {
  const [box, otherBox] = [await one.boundingBox(), await other.boundingBox()]
  return (box?.x ?? 0) > (otherBox?.x ?? 0)
}

/** Nothing for axe to find in the frame, and nothing beyond its edge. */
async function expectWhole(page: Page, state: string): Promise<void> {
  const frame = page.frames().find((one) => one.url().includes('/widget.html'))
  if (!frame) throw new Error('There is no frame.')
  await frame.evaluate((source) => {
    if (!('axe' in window)) window.eval(source)
  }, axe.source)
  const found = await frame.evaluate(async () => {
    const fading = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(fading.map(({ finished }) => finished)) // half faded in, everything is pale
    const { violations } = await (window as Window & { axe?: typeof axe }).axe!.run()
    const edge = document.documentElement.clientWidth
    const beyond = [...document.querySelectorAll('[role=dialog] *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 1 && (left < -0.5 || right > edge + 0.5)
    })
    const wide = [...document.querySelectorAll('*')].filter(
      (element) =>
        element.scrollWidth > element.clientWidth &&
        (element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX)),
    )
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
      ...[...beyond, ...wide].map(({ outerHTML }) => `over the edge: ${outerHTML.slice(0, 160)}`),
    ]
  })
  expect(found, state).toEqual([])
}

/** Words in Latin letters that are said or shown, but for dates and the names of languages, which are Intl's and their own. */
async function latin(chat: FrameLocator): Promise<string[]> {
  return chat.getByRole('dialog').evaluate((panel) => {
    const said: string[] = []
    for (const element of [panel, ...panel.querySelectorAll<HTMLElement>('*')]) {
      if (element.closest('time, dl, [lang], [dir=auto]')) continue
      const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      const names = ['aria-label', 'placeholder'].map((attribute) => element.getAttribute(attribute))
      said.push(...texts.map((node) => node.textContent ?? ''), ...names.filter((text) => text !== null))
    }
    return said.filter((text) => /[a-z]{2}/i.test(text))
  })
}

/** One letter for each, so that what was unique stays it. */
function arabicLetter(latin: string): string {
  return String.fromCodePoint('ء'.codePointAt(0)! + latin.charCodeAt(0) - 'a'.charCodeAt(0))
}
