/**
 * The page's own buttons do what ours would: those that are there and those still to come. A link's own way stays for who has no JavaScript.
 * @returns the undo
 * @throws SyntaxError for what is no selector
 */
export function followLauncher(
  selector: string,
  onIntent: () => void,
  onToggle: (launcher: HTMLElement) => void,
): () => void {
  const end = new AbortController()
  document.querySelector(selector)
  for (const type of ['pointerover', 'pointerdown', 'focusin', 'click'])
    document.addEventListener(
      type,
      (event) => {
        const launcher = (event.target as Element).closest?.<HTMLElement>(selector)
        if (!launcher) return
        if (type !== 'click') return onIntent()
        event.preventDefault()
        onToggle(launcher)
      },
      end,
    )
  return () => end.abort()
}
