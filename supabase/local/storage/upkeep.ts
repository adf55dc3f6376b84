import type { Sql } from 'postgres'
import type { Files } from './files.ts'
import { allowDelete } from './objects.ts'

/** A file whose row is being written is younger than this. */
const SURELY_OVER_MS = 3_600_000

/**
 * Files that no row knows: what a crash has left between a file and its row. While nothing comes in, all of them; else the old ones.
 * @returns how many
 */
export async function sweepFiles(sql: Sql, files: Files, nothingComesIn: boolean): Promise<number> {
  if (nothingComesIn) await files.forgetIncoming()
  const found = await files.olderThan(nothingComesIn ? 0 : SURELY_OVER_MS)
  if (found.length === 0) return 0
  const known = await sql<{ version: string }[]>`
    select version from storage.objects where version = any (${found}::text[])`
  const kept = new Set(known.map(({ version }) => version))
  const orphans = found.filter((version) => !kept.has(version))
  await files.remove(orphans)
  return orphans.length
}

/**
 * Removes what the product has put on its list: files of unused uploads and of people who were erased. On hosted the same is done from
 * outside, with the secret key (docs/production.md).
 * @returns how many
 */
export async function emptyDeletionQueue(sql: Sql, files: Files): Promise<number> {
  const [offered] = await sql<{ is_there: boolean }[]>`
    select to_regprocedure('public.deletions_due(integer)') is not null as is_there`
  if (!offered?.is_there) return 0
  const due = await sql.begin(async (tx) => {
    await tx`set local role service_role`
    return tx<
      { entry: { bucket: string; path: string } }[]
    >`select to_jsonb(d) as entry from public.deletions_due(100) d`
  })
  if (due.length === 0) return 0
  const names = due.map(({ entry }) => entry.path)
  const versions = await sql.begin(async (tx) => {
    await allowDelete(tx)
    return tx<{ version: string }[]>`
      delete from storage.objects where bucket_id = 'attachments' and name = any (${names}::text[]) returning version`
  })
  await files.remove(versions.map(({ version }) => version))
  await sql.begin(async (tx) => {
    await tx`set local role service_role`
    await tx`select public.deletions_done(${names}::text[])`
  })
  return names.length
}
