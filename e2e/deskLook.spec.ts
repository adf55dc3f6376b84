import { AxeBuilder } from '@axe-core/playwright'
import { composer } from './support/chat.ts'
import { expect, test } from './support/test.ts'

for (const [locale, dark] of [
  ['en', false],
  ['fr', true],
] as const) {
  test(`the inbox and what opens in it are clean for axe: ${locale}, ${dark ? 'dark' : 'light'}`, async ({ agent }) => {
    const { page } = await agent({ locale, dark })
    const check = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    await page.locator('a[data-conversation]').first().click()
    await page.getByRole('log').waitFor()
    await page.getByRole('log').locator('[data-message-id]').first().waitFor()
    await check('conversation')
    const beside = await page
      .locator('dd > button:has(> svg)')
      .evaluateAll((choices) =>
        choices.map(
          ({ firstElementChild: chosen, lastElementChild: arrow }) =>
            Number(arrow?.getBoundingClientRect().left) >= Number(chosen?.getBoundingClientRect().right),
        ),
      )
    expect(beside).toEqual([true, true, true, ...beside.slice(3)]) // the arrow, however long the words
    await page.locator('[data-composer="note"]').click()
    await page.keyboard.type(' @') // a draft of another test may stand there
    await page.getByRole('option').first().waitFor()
    await check('note')
    await page.locator('a[data-conversation]').first().focus()
    await page.keyboard.press('x')
    await page.getByRole('toolbar').waitFor()
    await check('selection')
    await page.keyboard.press('Control+k')
    await page.getByRole('listbox').waitFor()
    await check('palette')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { includeHidden: true })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await check('shortcuts')
  })
}

test('on a phone one pane at a time, and nothing is wider than the screen', async ({ agent }) => {
  const { page } = await agent({ phone: true })
  await page.locator('a[data-conversation]').first().click()
  await expect(page.getByRole('list', { name: 'Conversations', exact: true })).toBeHidden()
  await expect(composer(page)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(page.getByRole('list', { name: 'Conversations', exact: true })).toBeVisible()
})

test('on a phone the list begins high, all above it is as large as a thumb, and the search unfolds where it stands', async ({
  agent,
}) => {
  const { page } = await agent({ phone: true, locale: 'fr' })
  const first = page.locator('a[data-conversation]').first()
  expect((await first.boundingBox())?.y).toBeLessThan(240)
  const row = await first.boundingBox()
  expect(row?.width).toBeGreaterThan((page.viewportSize()?.width ?? 0) - 24)
  for (const target of await page
    .locator('header :is(a, button), [role="tab"], [role="main"] :is(nav a, button)')
    .all()) {
    const box = await target.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), await target.innerText()).toBeGreaterThanOrEqual(44)
  }
  const search = page.getByRole('searchbox', { name: 'Rechercher une conversation' })
  const tabs = page.getByRole('tablist', { name: 'Statut' })
  await search.tap()
  await expect(tabs).toBeHidden()
  expect((await search.boundingBox())?.width).toBeGreaterThan(240)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await page.keyboard.press('Tab')
  await expect(tabs).toBeVisible()
})

test('on a phone a tap on a face chooses, then one on any row, and the bar does something with all', async ({
  agent,
}) => {
  const { page } = await agent({ phone: true })
  const rows = page.locator('a[data-conversation]')
  const ticks = page.locator('a[data-conversation] + input[type="checkbox"]')
  const face = await ticks.first().boundingBox()
  await page.touchscreen.tap((face?.x ?? 0) + 4, (face?.y ?? 0) + 4)
  await expect(ticks.first()).toBeChecked()
  await rows.nth(1).tap()
  await expect(ticks.nth(1)).toBeChecked()
  await expect(page.getByRole('toolbar')).toContainText('2')
  await rows.first().tap()
  await rows.nth(1).tap()
  await expect(page.getByRole('toolbar')).toBeHidden()
  await rows.first().tap()
  await expect(composer(page)).toBeVisible()
})

test('the inbox can be installed', async ({ agent, stack }) => {
  const { page } = await agent()
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const manifest = (await (await page.request.get(stack.APP_URL + href)).json()) as { icons: { src: string }[] }
  for (const { src } of manifest.icons) expect((await page.request.get(stack.APP_URL + src)).ok()).toBe(true)
})
