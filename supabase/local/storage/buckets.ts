import type { Sql } from 'postgres'
import { asCaller, type Caller } from './callers.ts'
import { refusals } from './errors.ts'
import type { Files } from './files.ts'
import { allowDelete, removeObjects } from './objects.ts'

const COLUMNS =
  'id, name, owner, public, file_size_limit::float8 as file_size_limit, allowed_mime_types, created_at, updated_at'
const ID = /^[\w!\-.*'() &$@=;:+,?]{1,100}$/

/** Buckets, as the caller's policies let them: with none, only the secret key sees any. */
export function createBuckets(sql: Sql, files: Files) {
  return {
    async list(caller: Caller): Promise<object[]> {
      return asCaller(sql, caller, async (tx) => [
        ...(await tx<object[]>`select ${tx.unsafe(COLUMNS)} from storage.buckets order by name`),
      ])
    },

    async find(caller: Caller, id: string): Promise<object> {
      const [row] = await asCaller(
        sql,
        caller,
        (tx) => tx<object[]>`select ${tx.unsafe(COLUMNS)} from storage.buckets where id = ${id}`,
      )
      if (!row) throw refusals.noBucket()
      return row
    },

    async create(caller: Caller, given: Record<string, unknown>): Promise<object> {
      const id = typeof given.id === 'string' ? given.id : given.name
      if (typeof id !== 'string' || !ID.test(id)) throw refusals.badRequest('Bucket name invalid')
      const { limit, types } = limitsOf(given)
      await asCaller(
        sql,
        caller,
        (tx) => tx`
          insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
          values (${id}, ${id}, ${given.public === true}, ${limit}, ${types})`,
      )
      return { name: id }
    },

    async update(caller: Caller, id: string, given: Record<string, unknown>): Promise<object> {
      const { limit, types } = limitsOf(given)
      const rows = await asCaller(
        sql,
        caller,
        (tx) => tx`
          update storage.buckets
          set public = coalesce(${typeof given.public === 'boolean' ? given.public : null}, public),
            file_size_limit = ${limit}, allowed_mime_types = ${types}, updated_at = now()
          where id = ${id}
          returning id`,
      )
      if (rows.length === 0) throw refusals.noBucket()
      return { message: 'Successfully updated' }
    },

    async empty(caller: Caller, id: string): Promise<object> {
      await this.find(caller, id)
      const names = await asCaller(
        sql,
        caller,
        (tx) => tx<{ name: string }[]>`select name from storage.objects where bucket_id = ${id}`,
      )
      await removeObjects(
        sql,
        files,
        caller,
        id,
        names.map(({ name }) => name),
      )
      return { message: 'Empty bucket has been queued. Completion may take up to an hour.' }
    },

    async remove(caller: Caller, id: string): Promise<object> {
      await this.find(caller, id)
      await asCaller(sql, caller, async (tx) => {
        const [some] = await tx`select from storage.objects where bucket_id = ${id} limit 1`
        if (some) throw refusals.notEmpty()
        await allowDelete(tx)
        await tx`delete from storage.buckets where id = ${id}`
      })
      return { message: 'Successfully deleted' }
    },
  }
}

const UNITS: Record<string, number> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
}

/** A size as hosted takes it: a number of bytes, or with a unit. */
export function bytesOf(size: string | number | null | undefined): number | null {
  if (size === null || size === undefined) return null
  const [, number, unit = ''] =
    /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(typeof size === 'number' ? String(size) : size) ?? []
  const factor = UNITS[unit.toLowerCase()]
  if (number === undefined || factor === undefined)
    throw refusals.badRequest('Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B')
  return Math.floor(Number(number) * factor)
}

function limitsOf(given: Record<string, unknown>): { limit: number | null; types: string[] | null } {
  const types = given.allowed_mime_types
  return {
    limit: bytesOf(given.file_size_limit as string | number | null),
    types: Array.isArray(types) ? types.map(String) : null,
  }
}
