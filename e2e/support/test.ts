import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type BrowserContext, type FrameLocator, type Page } from '@playwright/test'
import { serveHostPage } from './host.ts'
import { liftLimits } from './limits.ts'
import { createNetwork, type Network } from './network.ts'
import { startOwnStack, type OwnStack } from './ownStack.ts'
import { readStack, type Stack } from './stack.ts'

/** A customer in the demo shop, with the chat as it is embedded there. */
export type Customer = { page: Page; context: BrowserContext; chat: FrameLocator }
/** A signed-in agent in the inbox. */
type Agent = { page: Page; context: BrowserContext }
type Newcomer = {
  network?: Network
  locale?: 'fr' | 'en'
  phone?: boolean
  dark?: boolean
  path?: string
  /** Doesn't wait for the list of conversations: it can't come yet. */
  unlisted?: boolean
}

type Fixtures = {
  /** Opens the demo shop in a browser of its own. */
  customer: (options?: Newcomer) => Promise<Customer>
  /** Opens the inbox, signed in as the demo agent, in a browser of its own. */
  agent: (options?: Newcomer) => Promise<Agent>
  /** Serves a page made up for this test. @returns its address */
  host: (html: string, headers?: Record<string, string>) => Promise<string>
  /** A network that can be cut, for `customer` or `agent`. */
  network: () => Promise<Network>
  /** What browsers may complain about in this test; each line that matches none of these fails it. An object: of arrays, options are no good. */
  allowed: { complaints: RegExp[] }
  complaints: (page: Page) => void
  open: (options: Newcomer, storageState?: string) => Promise<{ page: Page; context: BrowserContext }>
}
type WorkerFixtures = {
  /** `everybody`'s stack, or `one of its own`; or one of its own with the Realtime quotas of a plan (`free`). */
  where: string
  /** Null in everybody's: nobody may end that. */
  own: OwnStack | null
  stack: Stack
  signedIn: string
}

/** Complaints that cutting the network brings: the browser itself writes them. */
export const NETWORK_COMPLAINTS = [/net::ERR_/, /WebSocket connection to .* failed/, /Failed to load resource/]

export const test = base.extend<Fixtures, WorkerFixtures>({
  where: ['everybody', { scope: 'worker', option: true }],

  own: [
    async ({ where }, use) => {
      if (where === 'everybody') return use(null)
      const own = await startOwnStack(where === 'one of its own' ? '' : where)
      await use(own)
      await own.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  stack: [
    async ({ own }, use) => {
      const stack = own?.stack ?? readStack()
      await liftLimits(stack)
      await use(stack)
    },
    { scope: 'worker' },
  ],

  signedIn: [
    async ({ browser, stack }, use, worker) => {
      const page = await browser.newPage({ locale: 'en-US' })
      await page.goto(`${stack.APP_URL}/admin/login`)
      await page.getByLabel('Email').fill(stack.DEMO_EMAIL)
      await page.getByLabel('Password', { exact: true }).fill(stack.DEMO_PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('list', { name: 'Conversations' }).waitFor()
      const path = `test-results/agent-${worker.workerIndex}.json`
      await page.context().storageState({ path })
      await page.close()
      await use(path)
    },
    { scope: 'worker' },
  ],

  allowed: [{ complaints: [] }, { option: true }],

  complaints: async ({ allowed }, use) => {
    const heard: { line: string; at: string }[] = []
    await use((page) => {
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          heard.push({ line: `${message.type()}: ${message.text()}`, at: message.location().url })
      })
      page.on('pageerror', (error) => heard.push({ line: `uncaught: ${error.stack ?? error.message}`, at: page.url() }))
    })
    const faults = heard.filter(({ line }) => !allowed.complaints.some((pattern) => pattern.test(line)))
    expect(faults).toEqual([])
  },

  open: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = []
    await use(async ({ network, locale = 'en', phone = false, dark = false }, storageState) => {
      const context = await browser.newContext({
        locale: locale === 'fr' ? 'fr-FR' : 'en-US',
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce', // nothing waits for what moves
        storageState,
        ...(phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {}),
        ...(network ? { proxy: { server: network.url } } : {}),
      })
      contexts.push(context)
      const page = await context.newPage()
      complaints(page)
      return { page, context }
    })
    await Promise.all(contexts.map((context) => context.close()))
  },

  network: async ({}, use) => {
    const networks: Network[] = []
    await use(async () => {
      const network = await createNetwork()
      networks.push(network)
      return network
    })
    await Promise.all(networks.map((network) => network.close()))
  },

  host: async ({}, use) => {
    const pages: Awaited<ReturnType<typeof serveHostPage>>[] = []
    await use(async (html, headers) => {
      const page = await serveHostPage(html, headers)
      pages.push(page)
      return page.url
    })
    await Promise.all(pages.map((page) => page.close()))
  },

  customer: async ({ open, stack }, use) => {
    await use(async (options = {}) => {
      const { page, context } = await open(options)
      await page.goto(stack.DEMO_URL + (options.path ?? ''))
      return { page, context, chat: page.frameLocator('iframe[title="Chat"]') }
    })
  },

  agent: async ({ open, stack, signedIn }, use) => {
    await use(async (options = {}) => {
      const { page, context } = await open(options, signedIn)
      await page.goto(`${stack.APP_URL}/admin/chat${options.path ?? ''}`)
      if (!options.unlisted) await page.getByRole('list', { name: /^Conversations$/ }).waitFor()
      return { page, context }
    })
  },
})

/** Nothing that axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([])
}

export { expect }
