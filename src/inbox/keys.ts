/** The key that goes with letters for commands, as it is printed on this keyboard. */
export function modKey(): string {
  return isMac() ? '⌘' : 'Ctrl'
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform)
}
