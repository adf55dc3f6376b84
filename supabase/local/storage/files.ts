import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refusals } from './errors.ts'

/** What is kept of a file that has come whole. */
export interface Received {
  size: number
  /** MD5, as S3 gives it. */
  eTag: string
}

const VERSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Files on the disk, each under the version of its row: a UUID that we made. No name that a client gave ever becomes a path. What is still
 * coming in lies apart under `incoming`, so that a file is either whole in its place or not there.
 */
export class Files {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes as it comes. Whatever ends it early, nothing stays. @throws StorageError when it is larger than `limit` bytes */
  async receive(content: Readable, version: string, limit: number): Promise<Received> {
    const path = join(this.#folder, 'incoming', checked(version))
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    const hash = createHash('md5')
    let size = 0
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, pass) {
        size += chunk.length
        if (size > limit) return pass(refusals.tooLarge())
        hash.update(chunk)
        pass(null, chunk)
      },
    })
    try {
      await pipeline(content, measure, createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
      await this.#place(path, version)
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return { size, eTag: `"${hash.digest('hex')}"` }
  }

  /** @returns the copy's version */
  async copy(version: string): Promise<string> {
    const copy = randomUUID()
    const path = join(this.#folder, 'incoming', copy)
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    await copyFile(this.#pathOf(version), path)
    await this.#place(path, copy)
    return copy
  }

  /** Null when the file is gone. */
  async sizeOf(version: string): Promise<number | null> {
    try {
      return (await stat(this.#pathOf(version))).size
    } catch {
      return null
    }
  }

  read(version: string, range: { start: number; end: number }): Readable {
    return createReadStream(this.#pathOf(version), range)
  }

  async remove(versions: readonly string[]): Promise<void> {
    for (const version of versions) await rm(this.#pathOf(version), { force: true })
  }

  /** What an earlier run had begun to receive. Only while nothing comes in. */
  async forgetIncoming(): Promise<void> {
    await rm(join(this.#folder, 'incoming'), { recursive: true, force: true })
  }

  /** The versions that have lain here for longer than `ageMs`. */
  async olderThan(ageMs: number): Promise<string[]> {
    const found: string[] = []
    for (const shelf of await namesIn(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(shelf)) continue
      for (const version of await namesIn(join(this.#folder, shelf))) {
        if (!VERSION.test(version)) continue
        const { mtimeMs } = await stat(join(this.#folder, shelf, version))
        if (Date.now() - mtimeMs >= ageMs) found.push(version)
      }
    }
    return found
  }

  async #place(path: string, version: string): Promise<void> {
    const place = this.#pathOf(version)
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 })
    await rename(path, place)
  }

  #pathOf(version: string): string {
    return join(this.#folder, checked(version).slice(0, 2), version)
  }
}

function checked(version: string): string {
  if (!VERSION.test(version)) throw new Error(`"${version}" is no version of a file.`)
  return version
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    return [] // nothing was ever stored
  }
}
