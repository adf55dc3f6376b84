import { expect, test } from 'vitest'
import { inWords, playwrightCounts, sum, vitestCounts } from './counts.ts'

test('what passed, failed and was skipped is added up over all suites', () => {
  const vitest = vitestCounts({
    numPassedTests: 10,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] }, // did not even load
    ],
  })
  expect(vitest).toEqual({ passed: 10, failed: 2, skipped: 3 })
  const playwright = playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 }, errors: [] })
  expect(playwright).toEqual({ passed: 5, failed: 2, skipped: 0 })
  expect(inWords(sum([vitest, playwright]))).toBe('15 passed, 4 failed, 3 skipped')
})

test('the last line is plain', () => {
  expect(inWords({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
})
