import { CauserieError, troubleOf } from './errors'
import { headersFor } from './files'
import { addressOf, type Client } from './supabase'

/** What is more than this in a folder is left for another time. */
const MOST = 100

/** Where a file of a public bucket is seen by everybody. */
export function publicAddress(client: Client, bucket: string, path: string): string {
  return `${addressOf(client).apiUrl}/storage/v1/object/public/${bucket}/${path}`
}

/** Removes what lies right in a folder, but for one file. @param kept a path; null: nothing stays @throws CauserieError */
export async function emptyFolder(client: Client, bucket: string, folder: string, kept: string | null): Promise<void> {
  const files = await askStorage<{ name: string }[]>(client, 'POST', `list/${bucket}`, { prefix: folder, limit: MOST })
  const prefixes = files.map(({ name }) => `${folder}/${name}`).filter((path) => path !== kept)
  if (prefixes.length > 0) await askStorage(client, 'DELETE', bucket, { prefixes })
}

async function askStorage<T>(client: Client, method: string, place: string, body: object): Promise<T> {
  const headers = { ...(await headersFor(client)), 'content-type': 'application/json' }
  let answer: Response
  try {
    answer = await fetch(`${addressOf(client).apiUrl}/storage/v1/object/${place}`, {
      method,
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    })
  } catch (error) {
    throw new CauserieError('Storage can’t be reached.', { trouble: 'network', cause: error })
  }
  if (!answer.ok)
    throw new CauserieError('Storage refuses.', { trouble: troubleOf(answer.status, ''), status: answer.status })
  return (await answer.json()) as T
}
