import type { CDPSession, Page } from '@playwright/test'

/** Fast 4G and a mid phone, as Chromium's own tools have them: 165 ms there and back, 8.1 Mbit/s down, 1.35 up; a processor four times slower. */
export async function slowDown(page: Page, { network = true } = {}): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  if (network)
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 165,
      downloadThroughput: 8_100_000 / 8,
      uploadThroughput: 1_350_000 / 8,
    })
  return cdp
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
