import type { Sql, TransactionSql } from 'postgres'
import { asCaller, type Caller } from './callers.ts'
import { refusals } from './errors.ts'
import type { Files } from './files.ts'
import { checkedName } from './keys.ts'
import type { StoredObject } from './serving.ts'
import type { Address } from './uploads.ts'

type ObjectRow = StoredObject & { id: string; bucket_id: string; created_at: Date; user_metadata: unknown }

/** The row as the caller may see it. @throws StorageError: what one may not see is not there */
export async function findObject(sql: Sql, caller: Caller, { bucketId, name }: Address): Promise<ObjectRow> {
  const [row] = await asCaller(
    sql,
    caller,
    (tx) => tx<ObjectRow[]>`select * from storage.objects where bucket_id = ${bucketId} and name = ${name}`,
  )
  if (!row) throw refusals.noObject()
  return row
}

/** The row for whoever holds a link, or when its bucket is public. */
export async function findForEveryone(
  sql: Sql,
  { bucketId, name }: Address,
  onlyPublic: boolean,
): Promise<StoredObject> {
  const [row] = await sql<ObjectRow[]>`
    select o.*
    from storage.objects o join storage.buckets b on b.id = o.bucket_id
    where o.bucket_id = ${bucketId} and o.name = ${name} and (b.public or ${!onlyPublic})`
  if (!row) throw refusals.noObject()
  return row
}

/** Which of the names the caller may see. */
export async function visibleNames(sql: Sql, caller: Caller, bucketId: string, names: string[]): Promise<Set<string>> {
  const rows = await asCaller(
    sql,
    caller,
    (tx) => tx<{ name: string }[]>`
      select name from storage.objects where bucket_id = ${bucketId} and name = any (${names}::text[])`,
  )
  return new Set(rows.map(({ name }) => name))
}

/** What `info()` of supabase-js reads. */
export async function describeObject(sql: Sql, caller: Caller, address: Address): Promise<object> {
  const { id, name, version, bucket_id, created_at, updated_at, metadata, user_metadata } = await findObject(
    sql,
    caller,
    address,
  )
  const { size, mimetype, cacheControl, eTag } = (metadata ?? {}) as Record<string, unknown>
  return {
    id,
    name,
    version,
    bucket_id,
    size,
    content_type: mimetype,
    cache_control: cacheControl,
    etag: eTag,
    metadata: user_metadata ?? {},
    last_modified: updated_at,
    created_at,
  }
}

interface ListOptions {
  prefix?: unknown
  limit?: unknown
  offset?: unknown
  search?: unknown
  sortBy?: { column?: unknown; order?: unknown }
}

const SORTABLE = new Set(['name', 'created_at', 'updated_at', 'last_accessed_at'])

/** Files and folders right under a prefix, as far as the caller may see what lies there. */
export async function listObjects(
  sql: Sql,
  caller: Caller,
  bucketId: string,
  { prefix, limit, offset, search, sortBy }: ListOptions,
): Promise<object[]> {
  const under = typeof prefix === 'string' ? prefix.replace(/^\/+/, '') : ''
  const folder = under === '' || under.endsWith('/') ? under : `${under}/`
  const column = typeof sortBy?.column === 'string' && SORTABLE.has(sortBy.column) ? sortBy.column : 'name'
  const order = sortBy?.order === 'desc' ? 'desc' : 'asc'
  const wanted = typeof search === 'string' ? search.toLowerCase() : ''
  const rows = await asCaller(
    sql,
    caller,
    (tx) => tx<object[]>`
      with visible as (
        select *, substr(name, ${folder.length + 1}::int) as rest
        from storage.objects
        where bucket_id = ${bucketId} and starts_with(name, ${folder})
      ), entries as (
        select split_part(rest, '/', 1) as name, null::uuid as id, null::timestamptz as updated_at,
          null::timestamptz as created_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
        from visible
        where rest like '%/%'
        group by 1
        union all
        select rest, id, updated_at, created_at, last_accessed_at, metadata from visible where rest not like '%/%'
      )
      select * from entries
      where ${wanted} = '' or strpos(lower(name), ${wanted}) > 0
      order by ${tx.unsafe(`${column} ${order} nulls first, name`)}
      limit ${count(limit, 100, 1000)} offset ${count(offset, 0, 1_000_000)}`,
  )
  return [...rows]
}

function count(value: unknown, otherwise: number, most: number): number {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.floor(value), most) : otherwise
}

/** Removes what the caller may see and remove; the rest is passed over, as on hosted. @returns the rows */
export async function removeObjects(
  sql: Sql,
  files: Files,
  caller: Caller,
  bucketId: string,
  names: string[],
): Promise<ObjectRow[]> {
  const rows = await asCaller(sql, caller, async (tx) => {
    await allowDelete(tx)
    return tx<ObjectRow[]>`
      delete from storage.objects where bucket_id = ${bucketId} and name = any (${names}::text[]) returning *`
  })
  await files.remove(rows.map(({ version }) => version)) // a crash before this leaves them to the sweep
  return [...rows]
}

/** Hosted keeps everybody else from deleting rows, which would leave their files. */
export async function allowDelete(tx: TransactionSql): Promise<void> {
  await tx`select set_config('storage.allow_delete_query', 'true', true)`
}

/** A new name. The file stays where it is: it lies under its version. */
export async function moveObject(sql: Sql, caller: Caller, from: Address, to: Address): Promise<void> {
  const rows = await asCaller(
    sql,
    caller,
    (tx) => tx`
      update storage.objects set bucket_id = ${to.bucketId}, name = ${checkedName(to.name)}
      where bucket_id = ${from.bucketId} and name = ${from.name}
      returning id`,
  )
  if (rows.length === 0) throw refusals.noObject()
}

export async function copyObject(
  sql: Sql,
  files: Files,
  caller: Caller,
  from: Address,
  to: Address,
): Promise<{ id: string }> {
  const { version, metadata } = await findObject(sql, caller, from)
  const copy = await files.copy(version)
  const owner = typeof caller.claims.sub === 'string' ? caller.claims.sub : null
  try {
    const [row] = await asCaller(
      sql,
      caller,
      (tx) => tx<{ id: string }[]>`
        insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
        values (${to.bucketId}, ${checkedName(to.name)}, ${owner}, ${owner}, ${copy}, ${tx.json(metadata as never)})
        returning id`,
    )
    return { id: String(row?.id) }
  } catch (error) {
    await files.remove([copy])
    throw error
  }
}
