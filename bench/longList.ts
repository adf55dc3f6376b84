import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser, type Frame, type Page } from '@playwright/test'
import postgres from 'postgres'
import type { Benchmark, Result } from './support/report.ts'
import type { BenchStack } from './support/stack.ts'
import { traced, type Trace } from './support/trace.ts'

const MESSAGES = 10_000
const WORDS = 'Where is my **parcel**, please? It should have come on Monday: https://example.com/track/4711. '

/** A conversation of 10,000 messages, all of them loaded: what scrolling, coming and writing cost the page, on both sides. */
export async function longList({ status }: BenchStack): Promise<Benchmark> {
  const sql = postgres(status.DB_URL ?? '', { max: 1, onnotice: () => undefined })
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    const shop = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await shop.goto(status.DEMO_URL ?? '')
    await shop.getByRole('button', { name: 'Open chat' }).click()
    const chat = shop.frameLocator('iframe[title="Chat"]')
    await chat.getByRole('textbox', { name: 'Message' }).fill('the long conversation')
    await chat.getByRole('textbox', { name: 'Message' }).press('Enter')
    await chat.getByRole('log').getByText('the long conversation').waitFor()
    await chat.getByText('Sending…').waitFor({ state: 'hidden' })
    const id = await fill(sql)
    await shop.reload()
    await shop.getByRole('button', { name: /^Open chat/ }).click()
    await chat.getByRole('log').getByText('Number 10000.').waitFor()
    const frame = shop.frames().find((candidate) => candidate.url().includes('widget.html'))
    if (!frame) throw new Error('The widget has no frame.')

    const inbox = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await inbox.goto(`${status.APP_URL}/admin/login`)
    await inbox.getByLabel('Email').fill(status.DEMO_EMAIL ?? '')
    await inbox.getByLabel('Password', { exact: true }).fill(status.DEMO_PASSWORD ?? '')
    await inbox.getByRole('button', { name: 'Sign in' }).click()
    await inbox.getByRole('list', { name: 'Conversations' }).waitFor()
    await inbox.goto(`${status.APP_URL}/admin/chat/${id}`)
    await inbox.getByRole('log').getByText('Number 10000.').waitFor()

    const results: Result[] = []
    for (const [side, page, window] of [
      ['widget', shop, frame],
      ['inbox', inbox, inbox.mainFrame()],
    ] as const) {
      await page.bringToFront()
      results.push(...(await measure(browser, side, page, window)))
    }
    return {
      name: `${MESSAGES.toLocaleString('en')} messages loaded: script, style and layout of a frame`,
      target: 'below 8 ms a frame; no task over 50 ms (both of processor time); T24: own message painted in 50 ms',
      results,
    }
  } finally {
    await browser.close()
    await sql.end()
  }
}

/** The rest of the conversation, as if it had been written over weeks. @returns its id */
async function fill(sql: postgres.Sql): Promise<string> {
  const [conversation] = await sql<{ id: string }[]>`
    select conversation_id as id from public.messages where body = 'the long conversation' order by created_at desc limit 1`
  if (!conversation) throw new Error('The conversation did not begin.')
  const { id } = conversation
  await sql.begin(async (tx) => {
    await tx`
      insert into public.messages (conversation_id, workspace_id, seq, rev, id, author, agent_id, body, created_at)
      select c.id, c.workspace_id, n, c.rev + n, gen_random_uuid(),
        case when n % 3 = 0 then 'agent' else 'contact' end::public.actor,
        case when n % 3 = 0 then (select user_id from public.agents where workspace_id = c.workspace_id order by user_id limit 1) end,
        repeat(${WORDS}, 1 + n % 4) || 'Number ' || n || '.',
        now() - make_interval(mins => (${MESSAGES} - n) * 4)
      from public.conversations as c, generate_series(c.last_seq + 1, ${MESSAGES}) as n where c.id = ${id}`
    await tx`
      update public.conversations set last_seq = ${MESSAGES}, rev = rev + ${MESSAGES}, contact_read_seq = ${MESSAGES},
        agent_read_seq = ${MESSAGES}, last_message_at = now() where id = ${id}`
  })
  return id
}

async function measure(browser: Browser, side: string, page: Page, window: Frame): Promise<Result[]> {
  const log = window.getByRole('log', { name: 'Messages' })
  const loading = await traced(browser, page, async () => {
    await window.evaluate(async () => {
      const box = document.querySelector('[role=log]')
      if (!box) throw new Error('There is no list.')
      const isWhole = () => box.textContent?.includes('Number 3.') || box.textContent?.includes('the long conversation')
      box.scrollTop = 0
      await new Promise<void>((resolve) => {
        const up = () => {
          if (isWhole()) return resolve()
          if (box.scrollTop > 0) box.scrollTop = Math.max(0, box.scrollTop - 600)
          requestAnimationFrame(up)
        }
        up()
      })
    })
  })
  const mounted = await window.evaluate(() => document.querySelectorAll('[data-message-id]').length)
  const scrolling = await traced(browser, page, async () => {
    await log.hover()
    for (let i = 0; i < 120; i++) {
      await page.mouse.wheel(0, i < 60 ? 700 : -500)
      await window.evaluate(() => new Promise(requestAnimationFrame))
    }
  })
  const jumping = await traced(browser, page, async () => {
    await window.getByRole('button', { name: /newest/ }).click()
    await log.getByText('Number 10000.').waitFor()
    await window.evaluate(() => new Promise(requestAnimationFrame))
  })
  const painted: number[] = []
  const writing = await traced(browser, page, async () => {
    // Found once: looking for it is work of the page, too.
    const composer = await window.getByRole('textbox', { name: 'Message' }).elementHandle()
    if (!composer) throw new Error('There is nowhere to write.')
    for (let i = 0; i < 20; i++) {
      const text = `written by the ${side} ${i}.`
      await composer.fill(text)
      const paint = window.evaluate(
        (awaited) =>
          new Promise<number>((resolve) => {
            const box = document.querySelector('[role=log]')
            let pressed = 0
            document.addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true, once: true })
            const watch = new MutationObserver(() => {
              const newest = [...(box?.querySelectorAll('[data-message-id]') ?? [])].slice(-2)
              if (!newest.some(({ textContent }) => textContent.includes(awaited))) return
              watch.disconnect()
              requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel() // after the frame, not before it
                port1.addEventListener('message', () => resolve(performance.now() - pressed))
                port1.start()
                port2.postMessage(null)
              })
            })
            watch.observe(box ?? document, { childList: true, subtree: true })
          }),
        text,
      )
      await composer.press('Enter')
      painted.push(await paint)
      await window.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)))
    }
  })
  return [
    row(`${side}: loading all`, loading, { 'rows drawn': mounted }),
    row(`${side}: scrolling`, scrolling),
    row(`${side}: to the newest`, jumping),
    row(`${side}: writing 20`, writing),
    { system: `${side}: Enter → painted`, sent: painted.length, milliseconds: painted },
  ]
}

function row(system: string, { frames, tasks, worst }: Trace, figures: Record<string, number> = {}): Result {
  const [longest = 0] = tasks
  console.log(`${system}: longest task ${longest.toFixed(1)} ms`, worst)
  return {
    system,
    sent: 0,
    milliseconds: frames,
    figures: {
      frames: frames.length,
      'over 8 ms': frames.filter((ms) => ms > 8).length,
      'longest task': longest,
      'over 50 ms': tasks.filter((ms) => ms > 50).length,
      ...figures,
    },
  }
}
