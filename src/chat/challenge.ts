/** The work of one challenge; more is asked by nobody, and a page must not spend its battery on a lie. */
const MOST_BITS = 20
const AT_ONCE = 256

/**
 * What the server asks a browser to do before a new conversation, when there are unusually many (docs/api.md): finds the number that
 * makes the hash of `challenge:number` begin with `bits` zeros, on average after 2^bits attempts, off the main thread.
 * @returns `challenge:number`, for `context.challenge`; null for what is no challenge
 */
export async function solve(details: Readonly<Record<string, unknown>>): Promise<string | null> {
  const { challenge, bits } = details
  if (typeof challenge !== 'string' || typeof bits !== 'number' || bits < 1 || bits > MOST_BITS) return null
  const encoder = new TextEncoder()
  for (let first = 0; ; first += AT_ONCE) {
    const attempts = Array.from({ length: AT_ONCE }, (_, at) => `${challenge}:${first + at}`)
    const hashes = await Promise.all(
      attempts.map((attempt) => crypto.subtle.digest('SHA-256', encoder.encode(attempt))),
    )
    const found = hashes.findIndex((hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0)
    if (found >= 0) return attempts[found] ?? null
  }
}
