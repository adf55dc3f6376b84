import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

export const MECHANISM = 'SCRAM-SHA-256'

export type Proof = { final: string; serverSignature: Buffer }

/** RFC 7677 without channel binding: the server is on loopback. */
export class Scram {
  readonly #password: string
  readonly #nonce = randomBytes(18).toString('base64')

  constructor(password: string) {
    this.#password = password
  }

  get first(): string {
    return `n,,${this.#bare}`
  }

  async answer(challenge: string): Promise<Proof> {
    const { r: nonce = '', s: salt = '', i: iterations = '' } = fieldsOf(challenge)
    if (!nonce.startsWith(this.#nonce) || salt === '') throw new Error('Postgres sent no challenge for us.')
    const salted = await derive(
      this.#password.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      Number(iterations),
      32,
      'sha256',
    )
    const unproved = `c=biws,r=${nonce}`
    const all = `${this.#bare},${challenge},${unproved}`
    const clientKey = hmac(salted, 'Client Key')
    const signature = hmac(createHash('sha256').update(clientKey).digest(), all)
    const proof = clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))
    return {
      final: `${unproved},p=${Buffer.from(proof).toString('base64')}`,
      serverSignature: hmac(hmac(salted, 'Server Key'), all),
    }
  }

  get #bare(): string {
    return `n=,r=${this.#nonce}`
  }
}

/** Whether the server knows the password, too. */
export function isProved(final: string, { serverSignature }: Proof): boolean {
  const given = Buffer.from(fieldsOf(final).v ?? '', 'base64')
  return given.length === serverSignature.length && timingSafeEqual(given, serverSignature)
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function fieldsOf(message: string): Record<string, string> {
  return Object.fromEntries(message.split(',').map((field) => [field.slice(0, 1), field.slice(2)]))
}
