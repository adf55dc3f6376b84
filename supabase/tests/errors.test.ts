import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../local/places.ts'
import { expect, test } from './support/test.ts'

const sorted = (pairs: Iterable<RegExpMatchArray>): string[] =>
  [...new Set([...pairs].map(([, code, word]) => `${code} ${word}`))].toSorted((one, other) => one.localeCompare(other))

test('docs/errors.md lists each error that a function raises, and no other', () => {
  const folder = join(ROOT, 'supabase/migrations')
  const sql = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const raised = sorted(sql.join('\n').matchAll(/errcode = '(LC\d{3})', hint = '(\w+)'/g))
  const listed = sorted(readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').matchAll(/^\| (LC\d{3}) \| `(\w+)`/gm))
  expect(raised.length).toBeGreaterThan(25)
  expect(listed).toEqual(raised)
})

test('each rule of docs/rules.md is named by a test that keeps it', () => {
  const rules = [...readFileSync(join(ROOT, 'docs/rules.md'), 'utf8').matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(
    ([, id]) => id ?? '',
  )
  const tests = ['supabase/tests', 'src', 'e2e']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
    )
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  expect(rules.length).toBeGreaterThan(30)
  expect(rules.filter((id) => !tests.includes(`[${id}]`))).toEqual([])
})

test('nulls everywhere: every function answers, or refuses with a code of ours', async ({ db }) => {
  const { owner, contact } = await db.given.personas()
  const functions = await db.sql<{ name: string; args: string[] }[]>`
    select proname as name, coalesce(proargnames, '{}') as args from pg_proc
    where pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', oid, 'execute')`
  expect(functions.length).toBeGreaterThan(20)
  for (const { name, args } of functions) {
    for (const persona of [owner, contact]) {
      const nulls = Object.fromEntries(args.map((argument) => [argument, null]))
      const answer = await db
        .as(persona)
        .rpc(name, nulls)
        .then(
          () => 'answered',
          (error: { code: string }) => error.code,
        )
      expect(answer, name).toMatch(/^(answered|LC4\d\d)$/)
    }
  }
})
