import type { Preview } from './protocol'

/** Tells of a message outside the page, where the page may do so already: nobody is asked for it. */
export function notify({ author, text }: Preview, open: () => void): void {
  if (document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return
  try {
    const notification = new Notification(author, { body: text, tag: 'causerie' })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
      open()
    })
  } catch {
    // Android shows none without a service worker: badge and sound tell.
  }
}
