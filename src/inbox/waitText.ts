/** A wait in whole minutes: seconds that run make nobody quicker, only nervous. */
export function waitText(ms: number, formatDuration: (seconds: number) => string): string {
  const minutes = Math.floor(ms / 60_000)
  return minutes < 1 ? `< ${formatDuration(60)}` : formatDuration(minutes * 60)
}
