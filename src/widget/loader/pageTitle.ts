/** Counts what is unread in the title of a page that nobody looks at; whatever the page makes of its title meanwhile stays. */
export type PageTitle = { show: (count: number) => void; remove: () => void }

export function createPageTitle(): PageTitle {
  let count = 0
  let prefix = ''
  function draw() {
    const { title } = document
    const bare = prefix && title.startsWith(prefix) ? title.slice(prefix.length) : title
    prefix = count > 0 && document.visibilityState !== 'visible' ? `(${count}) ` : ''
    if (title !== prefix + bare) document.title = prefix + bare
  }
  document.addEventListener('visibilitychange', draw)
  return {
    show(unread) {
      count = unread
      draw()
    },
    remove() {
      count = 0
      draw()
      document.removeEventListener('visibilitychange', draw)
    },
  }
}
