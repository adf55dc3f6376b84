import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../local/places.ts'
import { expect, test } from './support/test.ts'

const text = readFileSync(join(ROOT, 'docs/api.md'), 'utf8')

const SCOPE = 'workspace_id, since, until, inbox_ids?, agent_ids?, label_ids?, clock?'

/** As the tables' first columns say it: `name(argument, optional?, with = default, named: type)`. */
const firstColumns = [...text.matchAll(/^\| (`.*?`) \| /gm)].map(([, column = '']) => column)
const documented = [...firstColumns.join('\n').matchAll(/(\w+)\(([^()]*)\)/g)]
  .concat([...text.matchAll(/`(deletions_\w+)\(([^()]*)\)`/g)])
  .filter(([, , list]) => list !== '…') // told with the contacts' functions
  .map(([, name = '', list = '']) => ({ name, arguments: argumentsOf(list.replace('…Scope', SCOPE)) }))

/** @returns in the order of the alphabet, so that a table may put first what matters; `= value` for numbers and yes or no, `?` for other defaults. */
function argumentsOf(list: string): string[] {
  return list
    .replaceAll(/\{[^{}]*\?[^{}]*\}/g, 'object')
    .split(', ')
    .map((argument) => {
      const name = /^\w+/.exec(argument)?.[0] ?? ''
      const value = / = (.+)$/.exec(argument)?.[1]
      if (value !== undefined && /^\d+$|^true$|^false$/.test(value)) return `${name} = ${value}`
      return value !== undefined || argument.includes('?') ? `${name}?` : name
    })
    .toSorted()
}

test('docs/api.md lists each public function with its arguments, which may be left out, and what stands for them', async ({
  db,
}) => {
  const functions = await db.sql<{ name: string; list: string }[]>`
    select proname as name, pg_get_function_arguments(oid) as list
    from pg_proc where pronamespace = 'public'::regnamespace order by proname`
  const stored = functions.map(({ name, list }) => ({
    name,
    arguments: list
      .split(', ')
      .map((argument) => {
        const [, own = '', value] = /^"?(\w+)"? .*?(?: DEFAULT (.+))?$/.exec(argument) ?? []
        if (value === undefined) return own
        return /^\d+$|^true$|^false$/.test(value) ? `${own} = ${value}` : `${own}?`
      })
      .toSorted(),
  }))
  expect(stored.length).toBeGreaterThan(60)
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
  const once = new Map(documented.map((each) => [`${each.name} ${each.arguments.join()}`, each]))
  expect([...once.values()].toSorted(byName)).toEqual(stored.toSorted(byName))
})

test('docs/api.md lists each column that agents may read', async ({ db }) => {
  const columns = await db.sql<{ table: string; names: string[] }[]>`
    select table_name as table, array_agg(column_name::text) as names from information_schema.columns
    where table_schema = 'public'
      and has_column_privilege('authenticated', format('public.%I', table_name)::regclass, column_name, 'select')
    group by table_name`
  expect(columns.length).toBeGreaterThan(15)
  const tables = text.slice(text.indexOf('\nColumns of'), text.indexOf('\nEach row that a write stores'))
  const missing = columns.flatMap(({ table, names }) => {
    const own = tables.slice(tables.indexOf(`\`${table}\``)).split(/\n`/)[0] ?? ''
    if (!tables.includes(`\`${table}\``)) return [table]
    return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(own)).map((name) => `${table}.${name}`)
  })
  expect(missing).toEqual([])
})
