import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { buildLibrary } from '../scripts/library.ts'
import { composer, log, unique, write } from './support/chat.ts'
import { identitySecret, sign } from './support/identity.ts'
import { createInbox } from './support/inbox.ts'
import { answer, signInOwner } from './support/owner.ts'
import { expect, test } from './support/test.ts'

// The library as a stranger's app has it: built, imported by its package's name, under StrictMode, with styles of their own around it.

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' }

/** A small app that finds the built library as a package of that name. @returns its folder */
async function buildApp(folder: string, root: string): Promise<string> {
  const modules = join(folder, 'node_modules')
  await mkdir(modules)
  for (const name of ['react', 'react-dom']) await symlink(join(root, 'node_modules', name), join(modules, name))
  await buildLibrary(join(modules, 'causerie'))
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>Theirs</title><div id="root"></div><script type="module" src="app.tsx"></script>',
  )
  await writeFile(join(folder, 'app.tsx'), await readFile(join(root, 'e2e/support/libraryApp.tsx')))
  await build({
    root: folder,
    configFile: false,
    plugins: [react()],
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' }, // where StrictMode does everything twice
    build: { outDir: join(folder, 'dist') },
  })
  return join(folder, 'dist')
}

// What was under way when somebody logged out is refused: the browser says so by itself.
test.use({ allowed: { complaints: [/status of 400/, /identityToken: token_malformed/] } })

test('in a React app under StrictMode: floating and inline, useChat tells and sends, a token names and its end forgets, and nothing is left', async ({
  open,
  stack,
}, { config }) => {
  const root = config.configFile ? join(config.configFile, '..') : process.cwd()
  const folder = await mkdtemp(join(tmpdir(), 'causerie-library-'))
  const dist = await buildApp(folder, root)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://a').pathname
    readFile(join(dist, path === '/' ? 'index.html' : path)).then(
      (body) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(body),
      () => response.writeHead(204).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The app has no port.')
  try {
    const { page } = await open({})
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const inbox = await createInbox(stack, { name: 'Theirs' })
    const secret = await identitySecret(stack, inbox)
    // Good for one use each: asked twice, as StrictMode would, it would be refused.
    const token = () => sign(secret, 'their-17', inbox, 'Alice Etcheverry', '10m', unique('jti'))
    const given = { inbox, url: stack.API_URL, key: stack.PUBLISHABLE_KEY, token: await token(), again: await token() }
    const query = new URLSearchParams(given)
    await page.goto(`http://127.0.0.1:${address.port}/?${query.toString()}`)
    const told = page.getByTestId('told')
    await expect(told).toHaveText('closed, 0 unread, 0 conversations')
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForLoadState('networkidle')
    expect(asked.filter((url) => url.startsWith(stack.API_URL))).toEqual([])

    await page.getByRole('button', { name: 'Their button' }).click()
    await expect(page.getByRole('dialog', { name: 'Chat' })).toBeVisible()
    // Named: the panel is drawn anew for them.
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith(':contact')))
    const text = unique('from their app')
    await write(page, text)
    await expect(told).toHaveText('open, 0 unread, 1 conversations')
    await page.getByRole('button', { name: 'Their close' }).click()
    await expect(page.getByRole('dialog', { name: 'Chat' })).toBeHidden()

    await answer(await signInOwner(stack), text, `${text}, answered`)
    await expect(told).toHaveText('closed, 1 unread, 1 conversations')
    await page.getByRole('button', { name: 'Their message' }).click()

    await page.getByRole('button', { name: 'Inline' }).click()
    await expect(page.getByRole('button', { name: 'Open chat' })).toHaveCount(0)
    await expect(composer(page)).toBeVisible()
    await expect(log(page)).toContainText(`${text}, answered`)
    await expect(log(page)).toContainText('said by the app')
    const panel = await page.getByRole('dialog', { name: 'Chat' }).boundingBox()
    expect(panel?.width).toBe(360)
    expect(panel?.height).toBe(480)

    // Who signs out is forgotten; signed in once more they find what they wrote.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(told).toHaveText('open, 0 unread, 0 conversations')
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    await expect(page.getByText(text)).toHaveCount(0)
    await page.getByRole('button', { name: 'Sign in wrongly' }).click()
    await expect(page.getByTestId('trouble')).toHaveText('token_malformed')
    await page.getByRole('button', { name: 'Sign in by hand' }).click()
    await expect(page.getByTestId('trouble')).toHaveText('Alice Etcheverry')
    await expect(told).toHaveText('open, 0 unread, 1 conversations')
    await expect(log(page)).toContainText(`${text}, answered`)

    // Their own style is theirs: nothing of ours stands on the root but names of our own.
    expect(
      await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement)
        return [style.getPropertyValue('--accent'), style.colorScheme, document.documentElement.lang]
      }),
    ).toEqual(['theirs', 'normal', ''])

    await page.getByRole('button', { name: 'Nothing' }).click()
    await expect(told).toHaveText('closed, 0 unread, 0 conversations')
    await expect(page.locator('.causerie')).toHaveCount(0)
  } finally {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  }
})
