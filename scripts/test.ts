import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inWords, playwrightCounts, sum, vitestCounts, type Counts } from './counts.ts'

// Everything: types, lint, format, unit, SQL and Realtime tests, stories in a browser. Each check counts as one test.

const root = fileURLToPath(new URL('../', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'causerie-test-'))
const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(root, 'test-results', 'e2e.json')

const all: Counts[] = []
for (const [name, command, ...args] of [
  ['Types', 'tsc'],
  ['Lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['Format', 'prettier', '--check', '--log-level', 'warn', '.'],
] as const) {
  const isWell = (await run(name, command, args)) === 0
  all.push({ passed: isWell ? 1 : 0, failed: isWell ? 0 : 1, skipped: 0, failures: isWell ? [] : [name] })
}
all.push(
  await suite('Unit, SQL and Realtime', 'vitest', vitestReport, vitestCounts, [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]),
)
if (existsSync(join(root, 'playwright.config.ts'))) {
  all.push(await suite('Stories in a browser', 'playwright', playwrightReport, playwrightCounts, ['test']))
}
rmSync(reports, { recursive: true, force: true })

const total = sum(all)
for (const failure of total.failures) console.log(`\n✗ ${failure}`)
console.log(`\n${inWords(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0

/** Runs a test runner and counts by its JSON report. */
async function suite(
  name: string,
  command: string,
  report: string,
  count: (report: unknown) => Counts,
  args: string[],
): Promise<Counts> {
  rmSync(report, { force: true }) // an older one must not be taken for this run's
  const code = await run(name, command, args)
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0, failures: [] }
  // A runner that fails beside its tests (a file that can't be read, an error that nobody awaited) has failed.
  return code !== 0 && counts.failed === 0
    ? { ...counts, failed: 1, failures: [`${name}: beside its tests, see above`] }
    : counts
}

function run(name: string, command: string, args: readonly string[]): Promise<number> {
  console.log(`\n── ${name}`)
  const start = performance.now()
  const child = spawn(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      console.log(
        `${name}: ${code === 0 ? 'passed' : 'failed'} in ${((performance.now() - start) / 1000).toFixed(1)} s`,
      )
      resolve(code ?? 1)
    })
  })
}
