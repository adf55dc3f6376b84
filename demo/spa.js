// A site that moves between its pages without loading them, in the ways that frameworks have.
const ways = {
  history: (page) => show(document.querySelector('main'), page),
  body: (page) => document.body.replaceWith(bodyOf(page)),
  transition: (page) => document.startViewTransition(() => document.body.replaceWith(bodyOf(page))),
  empty: (page) => document.documentElement.replaceChildren(document.head, bodyOf(page)),
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-way]')
  if (!link) return
  event.preventDefault()
  history.pushState({ page: link.search }, '', link.href)
  ways[link.dataset.way](link.textContent)
})

addEventListener('popstate', () =>
  show(document.querySelector('main'), new URLSearchParams(location.search).get('page') ?? 'Home'),
)

function bodyOf(page) {
  const body = document.body.cloneNode(true)
  show(body.querySelector('main'), page)
  return body
}

function show(main, page) {
  main.querySelector('h1').textContent = page
}
