import type { Page } from '@playwright/test'

const ROUNDS = 20
const LOADS = 5
/** What has not come by then counts as endless; the others are measured all the same. */
const GIVEN_UP_MS = 15_000

declare global {
  interface Window {
    /** From what was done to the frame in which it is seen. */
    waited: Promise<number>
  }
}

/** Milliseconds of each wait, by what one does. */
export async function onScreen(page: Page, address: string, conversations: number): Promise<Record<string, number[]>> {
  return {
    'first page of the list, from its request': await firstPages(page, address),
    'next page of the list': await nextPages(page, address),
    'another filter': await otherFilters(page, address),
    'another conversation': await otherConversations(page, address),
    'a search, from its last letter (200 ms of it a pause)': await searches(page, address, conversations, 'search'),
    'the message that was found': await searches(page, address, conversations, 'open'),
  }
}

const ROW = '[data-scroller="conversations"] a[data-conversation]'
const MESSAGE = '[role="log"] [data-message-id]'

/** What stands there now; whatever of it comes after is news, since none of these keep their elements for others. */
async function markOld(page: Page, selector: string): Promise<void> {
  await page.evaluate((known) => {
    for (const element of document.querySelectorAll<HTMLElement>(known)) element.dataset.old = ''
  }, selector)
}

/** Begins the clock with an event of `type`, and stops it after the frame that shows something new. */
async function timed(page: Page, type: string, selector: string, act: () => Promise<unknown>): Promise<number> {
  await markOld(page, selector)
  await page.evaluate(
    ([heard, awaited]) => {
      window.waited = new Promise((resolve) => {
        let from: number | null = null
        const look = () => {
          if (from === null || !document.querySelector(`${awaited}:not([data-old])`)) return
          const begun = from
          watch.disconnect()
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel() // after the frame, not before it
            port1.addEventListener('message', () => resolve(performance.now() - begun))
            port1.start()
            port2.postMessage(null)
          })
        }
        const watch = new MutationObserver(look)
        watch.observe(document.body, { childList: true, subtree: true })
        document.addEventListener(
          heard,
          (event) => {
            from ??= event.timeStamp
            look()
          },
          { capture: true },
        )
      })
    },
    [type, selector] as const,
  )
  await act()
  return page.evaluate(
    (givenUpMs) =>
      Promise.race([
        window.waited,
        new Promise<number>((resolve) => {
          setTimeout(() => resolve(Infinity), givenUpMs)
        }),
      ]),
    GIVEN_UP_MS,
  )
}

async function firstPages(page: Page, address: string): Promise<number[]> {
  const times: number[] = []
  await page.addInitScript((selector) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector(selector)) return
      watch.disconnect()
      requestAnimationFrame(() => setTimeout(() => performance.mark('first rows'), 0))
    })
    watch.observe(document, { childList: true, subtree: true })
  }, ROW)
  for (let n = 0; n < LOADS; n += 1) {
    await page.goto(address)
    await page.waitForFunction(() => performance.getEntriesByName('first rows').length > 0)
    times.push(
      await page.evaluate(() => {
        const asked = performance.getEntriesByType('resource').find(({ name }) => name.includes('list_conversations'))
        const shown = performance.getEntriesByName('first rows')[0]
        return (shown?.startTime ?? Number.NaN) - (asked?.startTime ?? Number.NaN)
      }),
    )
  }
  return times
}

/** The end of what is loaded comes into sight: the next page begins to load before. */
async function nextPages(page: Page, address: string): Promise<number[]> {
  await page.goto(`${address}?status=closed`)
  await page.locator(ROW).first().waitFor()
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    if ((await page.locator('[aria-setsize="-1"]').count()) === 0) break // all of them are there
    await page.waitForFunction(() => {
      const box = document.querySelector('[data-scroller="conversations"]')
      return box !== null && box.scrollHeight - box.clientHeight - box.scrollTop > 200 // there is somewhere to scroll to
    })
    times.push(
      await timed(page, 'scroll', ROW, () =>
        page.locator('[data-scroller="conversations"]').evaluate((box) => (box.scrollTop = box.scrollHeight)),
      ),
    )
  }
  return times
}

/** Lists that nobody has looked at yet: closed ones of each colleague. */
async function otherFilters(page: Page, address: string): Promise<number[]> {
  await page.goto(`${address}?status=closed`)
  await page.locator(ROW).first().waitFor()
  await page.getByRole('button', { name: /^Filter and sort/ }).click()
  const field = page.getByLabel('Assignee', { exact: true })
  const values = await field.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  const times: number[] = []
  for (const value of values.slice(3, 3 + ROUNDS))
    // not anybody, me, nobody
    times.push(await timed(page, 'change', ROW, () => field.selectOption(value)))
  return times
}

async function otherConversations(page: Page, address: string): Promise<number[]> {
  await page.goto(address)
  const rows = page.locator(ROW)
  await rows.first().waitFor()
  const ids = await rows.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.conversation ?? ''))
  const times: number[] = []
  for (const id of ids.slice(0, ROUNDS)) times.push(await timed(page, 'click', MESSAGE, () => click(page, id)))
  return times
}

async function click(page: Page, id: string): Promise<void> {
  await page.locator(`${ROW}[data-conversation="${id}"]`).click()
}

const FOUND = `${ROW}:has(mark)`

/** Order numbers, each in one message. */
async function searches(
  page: Page,
  address: string,
  conversations: number,
  what: 'search' | 'open',
): Promise<number[]> {
  await page.goto(address)
  const box = page.getByRole('searchbox')
  await box.waitFor()
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    const place = 3 + Math.floor(((n + (what === 'open' ? 0.5 : 0)) * (conversations - 4)) / ROUNDS)
    const searching = await timed(page, 'input', FOUND, () => box.fill(`CMD-${100_000 + place}`))
    const opening = what === 'open' && (await timed(page, 'click', MESSAGE, () => page.locator(FOUND).first().click()))
    times.push(opening === false ? searching : opening)
    await box.fill('')
    await page.locator(FOUND).first().waitFor({ state: 'detached' })
  }
  return times
}
