import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createLocalServer } from '../http/hosts.ts'
import { closeServer, listenOnLoopback } from '../http/listen.ts'
import type { Lifetime } from '../lifetime.ts'
import { ROOT } from '../places.ts'
import { createPages, fill } from './pages.ts'

const APP_ROUTES = /^\/admin(\/|$)/
/** Should text of a stranger ever become markup, it still runs nothing. docs/production.md asks hosts for the same. */
const APP_POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'"

/** What other people's pages embed. */
const EMBEDDED = /^\/(widget|assets\/)/
/** So that pages which are cross-origin isolated may embed it; a worker needs the second as its page does. */
const EMBEDDED_HEADERS = {
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'credentialless',
}

/** The built app, as a static host would serve it. */
export async function serveApp(port: number, values: Record<string, string>, lifetime: Lifetime): Promise<void> {
  const pages = createPages({
    folder: join(ROOT, 'dist'),
    placeholders: () => values,
    appRoutes: APP_ROUTES,
    notFoundPage: '/index.html',
    framedAnywhere: ['/widget.html'],
    policy: APP_POLICY,
    headersOf: (file) => (EMBEDDED.test(file) ? EMBEDDED_HEADERS : {}),
  })
  await serve(port, pages, lifetime)
}

/** The demo shop: somebody else's site, on another origin, that embeds the widget. */
export async function serveDemoShop(port: number, values: Record<string, string>, lifetime: Lifetime): Promise<void> {
  const app = values.CAUSERIE_APP_URL ?? ''
  const headers: Record<string, Record<string, string>> = {
    '/strict.html': { 'content-security-policy': `default-src 'none'; script-src ${app}; frame-src ${app}` },
    '/isolated.html': {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  }
  const pages = createPages({
    folder: join(ROOT, 'demo'),
    placeholders: () => values,
    headersOf: (file) => headers[file] ?? {},
  })
  await serve(port, pages, lifetime)
}

/** Vite gives every page of this machine whatever lies in the checkout. Its own list, which ours takes the place of: */
const NEVER_SERVED = ['.env', '.env.*', '*.{crt,pem,key,p12,pfx,cer,der}', '.npmrc', '.yarnrc.yml', '**/.git/**']

/** The app from its sources, each change at once in the browser. @param dataFolder with keys and people's files: not served */
export async function serveAppWithVite(
  port: number,
  values: Record<string, string>,
  dataFolder: string,
  lifetime: Lifetime,
): Promise<void> {
  Object.assign(process.env, values)
  const { createServer: createViteServer } = await import('vite')
  const vite = await createViteServer({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    server: {
      port,
      strictPort: true,
      host: '127.0.0.1',
      fs: { deny: [...NEVER_SERVED, '**/.causerie/**', `${dataFolder.replaceAll(/[^\w/.-]/g, '\\$&')}/**`] },
    },
    plugins: [{ name: 'causerie:placeholders', transformIndexHtml: (html: string) => fill(html, values) }],
  })
  lifetime.defer(() => vite.close())
  await vite.listen()
}

async function serve(port: number, pages: (request: Request) => Promise<Response>, lifetime: Lifetime): Promise<void> {
  const listen = getRequestListener(pages)
  const server = createLocalServer((request, response) => void listen(request, response))
  await listenOnLoopback(server, port)
  lifetime.defer(() => closeServer(server))
}
