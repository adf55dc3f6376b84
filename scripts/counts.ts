import { stripVTControlCharacters } from 'node:util'

const LINES = 12 // of what a failure says

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** What failed, a few lines each: a log that is cut shows its end. */
  failures: string[]
}

/** Of vitest's JSON report. A file that could not be run counts as one failed test. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
    testResults: {
      name: string
      status: string
      message?: string
      assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
    }[]
  }
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
    failures: [
      ...broken.map((file) => told(file.name, file.message)),
      ...testResults.flatMap((file) =>
        file.assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => told(`${file.name}: ${test.fullName}`, test.failureMessages?.join('\n'))),
      ),
    ],
  }
}

/** Of Playwright's JSON report. A flaky test has failed once too often. */
export function playwrightCounts(report: unknown): Counts {
  const { stats, suites, errors } = report as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
    suites: Suite[]
    errors: Message[]
  }
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failuresOf), ...errors.map((error) => told('Playwright', error.message))],
  }
}

type Message = { message?: string }
type Suite = {
  title: string
  specs?: { title: string; tests: { status: string; results: { errors: Message[] }[] }[] }[]
  suites?: Suite[]
}

function failuresOf(suite: Suite): string[] {
  const failed = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'unexpected' || test.status === 'flaky')
      .map((test) => {
        const messages = test.results.flatMap((result) => result.errors.map((error) => error.message ?? ''))
        return told(`${suite.title}: ${spec.title}`, messages.join('\n'))
      }),
  )
  return [...failed, ...(suite.suites ?? []).flatMap(failuresOf)]
}

function told(name: string, message = ''): string {
  const lines = stripVTControlCharacters(message).split('\n')
  return [name, ...lines.filter((line) => line.trim() !== '').slice(0, LINES)].join('\n    ')
}

export function sum(counts: Counts[]): Counts {
  const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const { passed, failed, skipped, failures } of counts) {
    total.failures.push(...failures)
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** The last line of `npm test`, plain, for people and for machines. */
export function inWords({ passed, failed, skipped }: Omit<Counts, 'failures'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
