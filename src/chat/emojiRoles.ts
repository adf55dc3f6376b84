/**
 * emoji-mart marks what is selected by `aria-selected` on plain buttons, which have no such state (axe: critical). It styles by that
 * attribute too, so taking it away would leave the keyboard's choice unseen. Instead the buttons become what they are: options of a list,
 * and tabs. Rows come and go while one scrolls, so this keeps watching.
 * @returns the undo
 */
export function allowSelected(root: ShadowRoot): () => void {
  const mend = () => {
    root.querySelector('#nav > div')?.setAttribute('role', 'tablist')
    for (const button of root.querySelectorAll('#nav button:not([role])')) button.setAttribute('role', 'tab')
    root.querySelector('.scroll')?.setAttribute('role', 'listbox')
    const search = root.querySelector('input[type="search"]')
    const name = search?.getAttribute('placeholder')
    if (name) {
      search?.setAttribute('aria-label', name)
      root.querySelector('.scroll')?.setAttribute('aria-label', name)
      root.querySelector('#nav > div')?.setAttribute('aria-label', name)
    }
    for (const button of root.querySelectorAll('.category button:not([role])')) button.setAttribute('role', 'option')
  }
  const observer = new MutationObserver(mend)
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-selected'] })
  mend()
  return () => observer.disconnect()
}
