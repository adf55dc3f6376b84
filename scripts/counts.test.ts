import { expect, test } from 'vitest'
import { inWords, playwrightCounts, sum, vitestCounts } from './counts.ts'

test('what passed, failed and was skipped is added up over all suites, and what failed is named', () => {
  const vitest = vitestCounts({
    numPassedTests: 10,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'adds' }] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'adds' },
          { status: 'failed', fullName: 'divides', failureMessages: ['\u001b[31mby zero\u001b[39m\n\n  at b.ts:1'] },
        ],
      },
      { name: 'c.test.ts', status: 'failed', message: 'did not even load', assertionResults: [] },
    ],
  })
  expect(vitest).toEqual({
    passed: 10,
    failed: 2,
    skipped: 3,
    failures: ['c.test.ts\n    did not even load', 'b.test.ts: divides\n    by zero\n      at b.ts:1'],
  })
  const playwright = playwrightCounts({
    stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [
      {
        title: 'chat.spec.ts',
        specs: [{ title: 'opens', tests: [{ status: 'expected', results: [{ errors: [] }] }] }],
        suites: [
          {
            title: 'on a phone',
            specs: [
              {
                title: 'closes',
                tests: [{ status: 'unexpected', results: [{ errors: [{ message: 'stayed open' }] }] }],
              },
              {
                title: 'slides',
                tests: [{ status: 'flaky', results: [{ errors: [{ message: 'jumped' }] }, { errors: [] }] }],
              },
            ],
          },
        ],
      },
    ],
    errors: [],
  })
  expect(playwright).toEqual({
    passed: 5,
    failed: 2,
    skipped: 0,
    failures: ['on a phone: closes\n    stayed open', 'on a phone: slides\n    jumped'],
  })
  const all = sum([vitest, playwright])
  expect(inWords(all)).toBe('15 passed, 4 failed, 3 skipped')
  expect(all.failures).toHaveLength(4)
})

test('the last line is plain', () => {
  expect(inWords({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
})
