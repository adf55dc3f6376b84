import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { startStack, type RunningStack } from './support/stack.ts'
import { expect, test as base } from './support/test.ts'

// What a browser's own rules don't stop: a website whose name was made to point to this machine.
const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** Fetch would not let us lie about the host. */
function statusFor(stack: RunningStack, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(stack.url + path, { headers: { apikey: stack.keys.publishableKey, ...headers } })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('answers to the names of this machine only, over HTTP and over the socket', async ({ stack }) => {
  const socket = `/realtime/v1/websocket?apikey=${stack.keys.publishableKey}&vsn=2.0.0`
  for (const host of [
    'localhost',
    'localhost:54321',
    'app.localhost:1',
    '127.0.0.1',
    '192.168.1.7:80',
    '[::1]:54321',
  ]) {
    expect([host, await statusFor(stack, '/auth/v1/health', { host })]).toEqual([host, 200])
    expect([host, await statusFor(stack, socket, { host, ...UPGRADE })]).toEqual([host, 101])
  }
  for (const host of [
    'evil.example',
    'evil.example:54321',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'x@localhost',
  ]) {
    for (const path of ['/auth/v1/health', '/rest/v1/', '/nowhere'])
      expect([host, path, await statusFor(stack, path, { host })]).toEqual([host, path, 421])
    expect([host, await statusFor(stack, socket, { host, ...UPGRADE })]).toEqual([host, 421])
  }
})

test('a body beyond the limit of a gateway is refused in JSON, its length told or not; files have a limit of their own', async ({
  stack,
}) => {
  const headers = { apikey: stack.keys.publishableKey, 'content-type': 'application/json' }
  const post = async (path: string, body: BodyInit) => {
    const answer = await fetch(stack.url + path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    const type = answer.headers.get('content-type')
    return { status: answer.status, type, said: (await answer.json()) as { message?: string } }
  }
  const streamed = (bytes: number): ReadableStream => new Blob([text(bytes)]).stream()
  const text = (bytes: number): string => JSON.stringify({ inbox_key: 'x'.repeat(bytes) })
  const refused = { status: 413, type: 'application/json', said: { message: 'Request size limit exceeded' } }
  for (const path of ['/rest/v1/rpc/get_inbox', '/auth/v1/signup', '/realtime/v1/api/broadcast']) {
    expect(await post(path, text(11_000_000))).toEqual(refused)
    expect(await post(path, streamed(11_000_000))).toEqual(refused)
  }
  for (const body of [text(9_000_000), streamed(9_000_000), streamed(10)]) {
    expect(await post('/rest/v1/rpc/get_inbox', body)).toMatchObject({ status: 400, said: { code: 'LC400' } })
  }
  expect((await post('/storage/v1/object/none/file', text(11_000_000))).said.message).not.toContain('size limit')
  const tooLarge = { status: 400, said: { statusCode: '413' } } // as hosted Storage says it; what is no file has the gateway's limit
  for (const body of [text(11_000_000), streamed(11_000_000)])
    expect(await post('/storage/v1/object/list/attachments', body)).toMatchObject(tooLarge)
  expect(await post('/storage/v1/object/list/attachments', streamed(1_000))).toMatchObject({ status: 200 })
})

test('who asks for a socket and is gone before the answer harms nobody else', async ({ stack }) => {
  const { hostname, port } = new URL(stack.url)
  const headers = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`)
  for (const [path, host] of [
    ['/elsewhere', hostname],
    ['/realtime/v1/websocket', 'evil.example'],
    ['/realtime/v1/websocket', hostname],
  ]) {
    for (let i = 0; i < 10; i++) {
      const socket = connect(Number(port), hostname)
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${headers.join('')}\r\n`, () => socket.resetAndDestroy())
      await once(socket, 'close')
    }
  }
  expect(await statusFor(stack, '/auth/v1/health', {})).toBe(200) // an error that nobody hears would end this very process
})
