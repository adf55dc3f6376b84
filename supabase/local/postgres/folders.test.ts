import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from './folders.ts'

test('our folder for what others must reach is one that we made, never a link that somebody laid', () => {
  const root = mkdtempSync(join(tmpdir(), 'causerie-folders-'))
  vi.stubEnv('TMPDIR', root)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(root, { recursive: true })
  })
  const ours = join(root, `causerie-${process.getuid?.() ?? 0}`)
  expect(temporaryFolder('a')).toBe(join(ours, 'a'))
  rmSync(ours, { recursive: true })
  mkdirSync(join(root, 'elsewhere'))
  symlinkSync(join(root, 'elsewhere'), ours)
  expect(() => temporaryFolder('a')).toThrow(`${ours} belongs to another user.`)
})
