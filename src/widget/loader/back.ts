/**
 * On a phone the chat fills the screen like a page of its own: Back closes it. An entry of ours goes on top of the history when it opens and is
 * taken back when it closes otherwise. It carries the page's own state and address: a router that hears of our going back finds itself where it
 * was. Where our script ran before the router's it hears nothing at all.
 */
export type Back = { enter: () => void; leave: () => void; pop: (event: Event) => void }

export function createBack(onBack: () => void): Back {
  let inside = false
  /** `history.back()` takes its time: what comes meanwhile waits for it. */
  let leaving = false
  let address = ''
  const isOurs = () => history.state?.causerie === 1
  const push = () => {
    address = location.href
    if (!isOurs()) history.pushState({ ...history.state, causerie: 1 }, '')
  }
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
    pop(event) {
      if (!leaving && (!inside || isOurs())) return // the page's own
      if (location.href === address) event.stopImmediatePropagation()
      if (leaving) {
        leaving = false
        if (inside) push() // opened again meanwhile
      } else {
        inside = false
        onBack()
      }
    },
  }
}
