import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RunFile } from './runFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'causerie-run-'))

/** A process that stays, and the file of a stack with its id. */
function leftBehind(...command: string[]): number {
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...command], { stdio: 'ignore' })
  onTestFinished(() => void process.kill(pid ?? 0, 'SIGKILL'))
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ pid }))
  return pid ?? 0
}

test('a folder is claimed by the stack that runs there, not by whatever program has got its number since', () => {
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const pid = leftBehind('supabase/local/cli.ts', 'start')
  expect(() => new RunFile(folder).claim()).toThrow(`Causerie already runs here (process ${pid}).`)
  leftBehind('/usr/lib/node_modules/npm/bin/npm-cli.js', 'start')
  expect(() => new RunFile(folder).claim()).not.toThrow()
})
