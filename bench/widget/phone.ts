import type { CDPSession, Page } from '@playwright/test'

/** How many times slower than this machine, and by what network. */
export type Phone = { processor: number; fast4g: boolean }

/** "Fast 4G" of Chromium's own tools: 9 Mbit/s down and 1.5 up, a tenth of it lost, 165 ms for each request. */
const FAST_4G = {
  offline: false,
  latency: 60 * 2.75,
  downloadThroughput: ((9_000_000 / 8) * 9) / 10,
  uploadThroughput: ((1_500_000 / 8) * 9) / 10,
}

/** What a browser must be started with: a frame in a process of its own would be as fast as ever. */
export const ONE_PROCESS = '--disable-site-isolation-trials'

/** A mid phone: by default a processor four times slower, on the same network. */
export async function slowDown(
  page: Page,
  { processor, fast4g }: Phone = { processor: 4, fast4g: false },
): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: processor })
  if (fast4g) {
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', FAST_4G)
  }
  return cdp
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
