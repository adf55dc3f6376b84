import { enterToInbox } from './enterToInbox.ts'
import { sendToOtherSide } from './sendToOtherSide.ts'
import { startStack } from './support/stack.ts'
import { report } from './support/report.ts'

/** `npm run bench`, or `npm run bench -- browsers` for one of them. Each starts from a fresh stack with the demo data. */
const benchmarks = { browsers: enterToInbox, wire: sendToOtherSide }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(1)
}

const stack = await startStack()
try {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (asked.length === 0 || asked.includes(name)) report(await run(stack))
  }
} finally {
  await stack.stop()
}
