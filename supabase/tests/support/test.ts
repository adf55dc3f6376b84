import { randomUUID } from 'node:crypto'
import { inject, test as base } from 'vitest'
import { connectAsAdmin } from '../../local/database/database.ts'
import { TestDatabase } from './database.ts'
import { TEMPLATE } from './globalSetup.ts'

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFinished, vi } from 'vitest'

/** As vitest's, with `db`: a database of this file's own, cloned from the template and dropped at the end. */
export const test = base.extend<{ $file: { db: TestDatabase } }>({
  db: [
    async ({}, use) => {
      const db = await cloneTemplate()
      await use(db)
      await db.drop()
    },
    { scope: 'file' },
  ],
})

/** A fresh database with all migrations, for what needs more than the file's own. Whoever asks for it drops it. */
async function cloneTemplate(): Promise<TestDatabase> {
  const server = inject('databaseServer')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const cluster = connectAsAdmin(server, 'template1')
  try {
    await cluster`create database ${cluster(name)} template ${cluster(TEMPLATE)} strategy file_copy`
  } finally {
    await cluster.end()
  }
  return new TestDatabase(server, name)
}
