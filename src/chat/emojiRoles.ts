export interface PickerNames {
  categories: string
  list: string
  search: string
  clear: string
}

/**
 * emoji-mart marks what is selected by `aria-selected` on plain buttons, which have no such state (axe: critical). It styles by that
 * attribute too, so taking it away would leave the keyboard's choice unseen. Instead the buttons become what they are: options of a list,
 * and tabs. It also leaves its parts without names, or with English ones, and says nothing where a search finds nothing.
 * Rows come and go while one scrolls, so this keeps watching.
 * @param onEmpty told whether the search has found nothing
 * @returns the undo
 */
export function mendPicker(root: ShadowRoot, names: PickerNames, onEmpty: (isEmpty: boolean) => void): () => void {
  const give = (selector: string, attributes: Record<string, string>) => {
    for (const element of root.querySelectorAll(selector))
      for (const [name, value] of Object.entries(attributes))
        if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
  const mend = () => {
    give('#nav > div', { role: 'tablist', 'aria-label': names.categories })
    give('#nav button', { role: 'tab' })
    give('.scroll', { role: 'listbox', 'aria-label': names.list })
    give('input[type="search"]', { 'aria-label': names.search })
    give('.search button', { 'aria-label': names.clear, title: names.clear })
    give('.category button', { role: 'option' })
    onEmpty(root.querySelector('.scroll .category .padding-small:empty') !== null)
  }
  const lines = new CSSStyleSheet()
  lines.replaceSync(FORCED_COLORS)
  root.adoptedStyleSheets.push(lines)
  const observer = new MutationObserver(mend)
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-selected'] })
  mend()
  return () => observer.disconnect()
}

/** Its field and what is chosen are told by backgrounds alone, which are not drawn there. */
const FORCED_COLORS = `@media (forced-colors: active) {
  .search input[type="search"] { border: 1px solid }
  button[aria-selected] { outline: 2px solid Highlight; outline-offset: -2px }
}`
