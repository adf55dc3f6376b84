import { CauserieError, troubleOf } from './errors'
import { addressOf, type Client } from './supabase'

/** No byte has moved for so long: the connection hangs. */
const STALL_MS = 30_000

export interface UploadOptions {
  /** From 0 to 1. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/**
 * Puts a file into Storage, once: what is there already counts as done, for the answer to an earlier try may have been lost.
 * By XMLHttpRequest, the only one that tells how much has gone.
 * @throws CauserieError; an AbortError when the signal says so
 */
export async function uploadFile(client: Client, place: string, file: Blob, options: UploadOptions): Promise<void> {
  const { apiUrl } = addressOf(client)
  const headers = await headersFor(client)
  const { status, body } = await post(`${apiUrl}/storage/v1/object/${place}`, file, headers, options)
  if (status >= 200 && status < 300) return
  const told = statusIn(body)
  if (told === 409) return
  throw new CauserieError('Storage has not taken the file.', {
    trouble: troubleOf(told || status, ''),
    status: told || status,
  })
}

/** Links that open without signing in, for `seconds`. What may not be seen has none. @throws CauserieError */
export async function signLinks(
  client: Client,
  bucket: string,
  paths: readonly string[],
  seconds: number,
): Promise<ReadonlyMap<string, string>> {
  const { apiUrl } = addressOf(client)
  let answer: Response
  try {
    answer = await fetch(`${apiUrl}/storage/v1/object/sign/${bucket}`, {
      method: 'POST',
      headers: { ...(await headersFor(client)), 'content-type': 'application/json' },
      body: JSON.stringify({ expiresIn: seconds, paths }),
      signal: AbortSignal.timeout(STALL_MS),
    })
  } catch (error) {
    throw new CauserieError('Storage can’t be reached.', { trouble: 'network', cause: error })
  }
  if (!answer.ok)
    throw new CauserieError('Storage gives no links.', { trouble: troubleOf(answer.status, ''), status: answer.status })
  const links = (await answer.json()) as { path: string; signedURL: string | null }[]
  return new Map(
    links.flatMap(({ path, signedURL }) => (signedURL ? [[path, encodeURI(`${apiUrl}/storage/v1${signedURL}`)]] : [])),
  )
}

/** What Storage must be told with each request. @throws CauserieError when nobody is signed in */
export async function headersFor(client: Client): Promise<Record<string, string>> {
  const { publishableKey } = addressOf(client)
  const { data } = await client.auth.getSession()
  const token = data.session?.access_token
  if (!token) throw new CauserieError('Nobody is signed in.', { trouble: 'session' })
  return { apikey: publishableKey, authorization: `Bearer ${token}` }
}

function post(
  url: string,
  file: Blob,
  headers: Record<string, string>,
  { onProgress, signal }: UploadOptions,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted())
    const request = new XMLHttpRequest()
    let stall: ReturnType<typeof setTimeout>
    const cut = () => end(() => reject(new CauserieError('The upload was cut off.', { trouble: 'network' })))
    const abort = () => {
      request.abort()
      end(() => reject(aborted()))
    }
    const alive = () => {
      clearTimeout(stall)
      stall = setTimeout(() => {
        request.abort()
        cut()
      }, STALL_MS)
    }
    const end = (settle: () => void) => {
      clearTimeout(stall)
      signal.removeEventListener('abort', abort)
      settle()
    }
    signal.addEventListener('abort', abort)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      alive()
      onProgress(total > 0 ? loaded / total : 0)
    })
    request.addEventListener('error', cut)
    request.addEventListener('load', () => end(() => resolve({ status: request.status, body: request.responseText })))
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', file.type)
    request.setRequestHeader('cache-control', 'max-age=31536000') // what lies there never changes
    alive()
    request.send(file)
  })
}

const aborted = () => new DOMException('The upload was given up.', 'AbortError')

/** Storage answers 400 to every refusal and says in the body which. */
function statusIn(body: string): number {
  try {
    const { statusCode } = JSON.parse(body) as { statusCode?: unknown }
    return Number(statusCode) || 0
  } catch {
    return 0 // not Storage's own words: a proxy's
  }
}
