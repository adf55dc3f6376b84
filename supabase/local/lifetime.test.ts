import { expect, test } from 'vitest'
import { Lifetime } from './lifetime.ts'

test('ends what was started in reverse order, once', async () => {
  const ended: string[] = []
  const lifetime = new Lifetime()
  lifetime.defer(() => ended.push('first'))
  lifetime.defer(async () => ended.push('second'))
  await Promise.all([lifetime.end(), lifetime.end()])
  await lifetime.end()
  expect(ended).toEqual(['second', 'first'])
})

test('what starts after the end is ended at once', async () => {
  const ended: string[] = []
  const lifetime = new Lifetime()
  const end = lifetime.end()
  lifetime.defer(() => ended.push('late'))
  await end
  await lifetime.end()
  expect(ended).toEqual(['late'])
})
