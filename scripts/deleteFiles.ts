import { createClient, type SupabaseClient } from '@supabase/supabase-js'

/**
 * Removes from a hosted project's Storage what the database says shall go: SQL can't. Run it once in a while, with the secret key.
 * @returns how many files
 */
export async function deleteFiles(client: SupabaseClient): Promise<number> {
  let count = 0
  for (;;) {
    const { data } = await client.rpc('deletions_due', { max: 100 }).throwOnError()
    const paths = (data as { path: string }[]).map(({ path }) => path)
    if (paths.length === 0) return count
    const { error } = await client.storage.from('attachments').remove(paths) // what is gone already is no error
    if (error) throw error
    await client.rpc('deletions_done', { paths }).throwOnError()
    count += paths.length
  }
}

if (import.meta.main) {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: key } = process.env
  if (!url || !key) {
    console.error('Set SUPABASE_URL and SUPABASE_SECRET_KEY: of the project whose files are to be removed.')
    process.exit(1)
  }
  const count = await deleteFiles(createClient(url, key, { auth: { persistSession: false } }))
  console.log(`${count} ${count === 1 ? 'file' : 'files'} removed.`)
}
