import { withinSize } from '../http/bodySize.ts'
import type { Keys } from '../keys.ts'
import { openPool } from '../postgres/pool.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import { createBuckets } from './buckets.ts'
import { createCallers } from './callers.ts'
import { asStorageError, refusals, StorageError } from './errors.ts'
import { Files } from './files.ts'
import { decoded, parseAddress } from './keys.ts'
import {
  copyObject,
  describeObject,
  findForEveryone,
  findObject,
  listObjects,
  moveObject,
  removeObjects,
  visibleNames,
} from './objects.ts'
import { serve } from './serving.ts'
import { Signing } from './signing.ts'
import { upload } from './uploads.ts'
import { emptyDeletionQueue, sweepFiles } from './upkeep.ts'

export interface StorageOptions {
  server: DatabaseServer
  database: string
  keys: Keys
  /** Where the files lie. */
  folder: string
  /** The largest file of any bucket. */
  maxBytes: number
  log: (line: string) => void
}

export interface Storage {
  /** Answers `/storage/v1/*`. */
  fetch: (request: Request) => Promise<Response>
  /** Removes what is on the product's list, and files without a row. Done by itself each minute. */
  upkeep: () => Promise<void>
  stop: () => Promise<void>
}

const UPKEEP_MS = 60_000
/** What is still sent of a body that was refused: a browser that can't finish sending sees no answer. */
const DRAINED_BYTES = 64 * 2 ** 20

/** Buckets and objects as hosted Storage offers them, as far as attachments need it; files on the disk, rows and policies in the database. */
export async function createStorage(options: StorageOptions): Promise<Storage> {
  const { server, database, keys, folder, maxBytes, log } = options
  const sql = openPool(databaseUrl(server, 'supabase_storage_admin', database), { max: 4 })
  const files = new Files(folder)
  const buckets = createBuckets(sql, files)
  const signing = new Signing(keys.jwtSecret)
  const callerOf = await createCallers(keys)

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.slice('/storage/v1/'.length)
    const [kind = '', ...rest] = path.split('/')
    if (kind === 'bucket') return bucket(request, rest.map(decoded))
    if (kind !== 'object') throw refusals.noRoute()
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const under = (step: string): string | null => (rest[0] === step ? rest.slice(1).join('/') : null)

    const signed = under('sign')
    if (signed !== null) {
      if (isRead) {
        const address = parseAddress(signed)
        await signing.check(searchParams.get('token'), address.bucketId, address.name)
        return serve(files, await findForEveryone(sql, address, false), request)
      }
      return request.method === 'POST' ? sign(request, signed) : notFound()
    }
    const open = under('public')
    if (open !== null && isRead) return serve(files, await findForEveryone(sql, parseAddress(open), true), request)

    const caller = await callerOf(request.headers)
    if (request.method === 'POST') {
      if (rest[0] === 'list')
        return Response.json(await listObjects(sql, caller, decoded(rest[1] ?? ''), await json(request)))
      if (rest.length === 1 && (rest[0] === 'move' || rest[0] === 'copy')) return relocate(request, rest[0])
    }
    if (isRead) {
      const info = under('info')
      if (info !== null) {
        const address = parseAddress(info.replace(/^(?:authenticated|public)\//, ''))
        return Response.json(await describeObject(sql, caller, address))
      }
      const address = parseAddress(under('authenticated') ?? rest.join('/'))
      return serve(files, await findObject(sql, caller, address), request)
    }
    if (request.method === 'DELETE') {
      if (rest.length === 1) {
        const { prefixes } = await json<{ prefixes?: unknown }>(request)
        if (!isTexts(prefixes) || prefixes.length > 1000) throw refusals.badRequest('prefixes must be a list of names')
        return Response.json(await removeObjects(sql, files, caller, decoded(rest[0] ?? ''), prefixes))
      }
      const { bucketId, name } = parseAddress(rest.join('/'))
      const removed = await removeObjects(sql, files, caller, bucketId, [name])
      if (removed.length === 0) throw refusals.noObject()
      return Response.json({ message: 'Successfully deleted' })
    }
    if (request.method !== 'POST' && request.method !== 'PUT') throw refusals.noRoute()
    const address = parseAddress(rest.join('/'))
    const upsert = request.method === 'PUT' || request.headers.get('x-upsert') === 'true'
    const { id } = await upload({ sql, files, maxBytes }, caller, address, request, { upsert })
    return Response.json({ Id: id, Key: `${address.bucketId}/${address.name}` })
  }

  async function sign(request: Request, path: string): Promise<Response> {
    const caller = await callerOf(request.headers)
    const { expiresIn, paths } = await json<{ expiresIn?: unknown; paths?: unknown }>(request)
    const seconds = Number(expiresIn)
    if (!Number.isInteger(seconds) || seconds < 1) throw refusals.badRequest('expiresIn must be a number of seconds')
    if (!path.includes('/')) {
      if (!isTexts(paths) || paths.length > 500) throw refusals.badRequest('paths must be a list of names')
      const bucketId = decoded(path)
      const visible = await visibleNames(sql, caller, bucketId, paths)
      return Response.json(
        await Promise.all(
          paths.map(async (name) =>
            visible.has(name)
              ? { error: null, path: name, signedURL: await signing.link(bucketId, name, seconds) }
              : {
                  error: 'Either the object does not exist or you do not have access to it',
                  path: name,
                  signedURL: null,
                },
          ),
        ),
      )
    }
    const address = parseAddress(path)
    await findObject(sql, caller, address)
    return Response.json({ signedURL: await signing.link(address.bucketId, address.name, seconds) })
  }

  async function relocate(request: Request, how: 'move' | 'copy'): Promise<Response> {
    const caller = await callerOf(request.headers)
    const given = await json(request)
    const { bucketId, sourceKey, destinationKey, destinationBucket = bucketId } = given
    if (!isTexts([bucketId, sourceKey, destinationKey, destinationBucket]))
      throw refusals.badRequest('bucketId, sourceKey and destinationKey are needed')
    const from = { bucketId: String(bucketId), name: String(sourceKey) }
    const to = { bucketId: String(destinationBucket), name: String(destinationKey) }
    if (how === 'move') {
      await moveObject(sql, caller, from, to)
      return Response.json({ message: 'Successfully moved' })
    }
    const { id } = await copyObject(sql, files, caller, from, to)
    return Response.json({ Id: id, Key: `${to.bucketId}/${to.name}` })
  }

  async function bucket(request: Request, [id, action]: string[]): Promise<Response> {
    const caller = await callerOf(request.headers)
    const { method } = request
    if (id === undefined || id === '') {
      if (method === 'GET') return Response.json(await buckets.list(caller))
      if (method === 'POST') return Response.json(await buckets.create(caller, await json(request)))
    } else if (action === 'empty' && method === 'POST') return Response.json(await buckets.empty(caller, id))
    else if (action === undefined) {
      if (method === 'GET') return Response.json(await buckets.find(caller, id))
      if (method === 'PUT') return Response.json(await buckets.update(caller, id, await json(request)))
      if (method === 'DELETE') return Response.json(await buckets.remove(caller, id))
    }
    return notFound()
  }

  async function answerOrRefuse(request: Request): Promise<Response> {
    try {
      return await answer(request)
    } catch (error) {
      if (request.signal.aborted || isCutOff(error)) return refusals.cutOff().toResponse()
      const refusal = asStorageError(error)
      await drain(request.body)
      if (refusal) {
        if (refusal.status >= 500) log(`Storage: ${error instanceof Error ? error.message : String(error)}`)
        return refusal.toResponse()
      }
      console.error('Storage:', error)
      return new StorageError(500, 'InternalError', 'Internal', 'Internal Server Error').toResponse()
    }
  }

  async function keepUp(before: Promise<void>, nothingComesIn: boolean): Promise<void> {
    await before
    try {
      while ((await emptyDeletionQueue(sql, files)) > 0); // until there is nothing left
      await sweepFiles(sql, files, nothingComesIn)
    } catch (error) {
      log(`Storage, upkeep: ${error instanceof Error ? error.message : String(error)}`) // the next minute tries again
    }
  }

  let upkeepRuns: Promise<void> = Promise.resolve()
  const upkeep = (nothingComesIn = false): Promise<void> => {
    upkeepRuns = keepUp(upkeepRuns, nothingComesIn)
    return upkeepRuns
  }
  const ready = upkeep(true)
  const timer = setInterval(() => void upkeep(), UPKEEP_MS)

  return {
    async fetch(request) {
      await ready
      const response = await answerOrRefuse(request)
      response.headers.set('access-control-allow-origin', '*')
      response.headers.set('access-control-expose-headers', 'content-length, content-range, content-disposition, etag')
      return response
    },
    upkeep: () => upkeep(),
    async stop() {
      clearInterval(timer)
      await upkeepRuns
      await sql.end({ timeout: 2 })
    },
  }
}

function notFound(): never {
  throw refusals.noRoute()
}

async function json<T extends object = Record<string, unknown>>(request: Request): Promise<T> {
  const whole = await withinSize(request)
  if (whole instanceof Response) throw refusals.tooLarge()
  try {
    const value: unknown = await whole.json()
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as T
  } catch {
    // Told below, like any other thing that is no object.
  }
  throw refusals.badRequest('The body must be a JSON object')
}

function isTexts(values: unknown): values is string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
}

/** The client went away in the middle of its file. */
function isCutOff(error: unknown): boolean {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || name === 'AbortError'
}

async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return
  let size = 0
  try {
    for await (const chunk of body) if ((size += chunk.byteLength) > DRAINED_BYTES) break
  } catch {
    // Nobody sends any more.
  }
}
