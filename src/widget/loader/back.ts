/**
 * On a phone the chat fills the screen like a page of its own: Back closes it. An entry of ours goes on top of the history when it opens and is
 * taken back when it closes otherwise. It carries the page's own state and address, and coming back from it is kept from the page's router: for
 * a router nothing has happened.
 */
export type Back = { enter: () => void; leave: () => void; remove: () => void }

export function createBack(onBack: () => void): Back {
  const end = new AbortController()
  let inside = false
  /** `history.back()` takes its time: what comes meanwhile waits for it. */
  let leaving = false
  let address = ''
  const isOurs = () => history.state?.causerie === 1
  const push = () => {
    address = location.href
    if (!isOurs()) history.pushState({ ...history.state, causerie: 1 }, '')
  }
  const pop = (event: Event) => {
    if (leaving || (inside && !isOurs())) {
      if (location.href === address) event.stopImmediatePropagation()
      if (!leaving) {
        inside = false
        return onBack()
      }
      leaving = false
      if (inside) push() // opened again meanwhile
    }
  }
  window.addEventListener('popstate', pop, { capture: true, signal: end.signal })
  return {
    enter() {
      inside = true
      if (!leaving) push()
    },
    leave() {
      inside = false
      if (leaving || !isOurs()) return
      leaving = true
      history.back()
    },
    remove: () => end.abort(),
  }
}
