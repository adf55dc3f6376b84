/** The frame around the pages: what any of them may need. */
export const app = {
  loading: 'Loading',
  notifications: 'Notifications',
  dismiss: 'Dismiss',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Try again',
  brokenTitle: 'Something broke on this page',
  brokenWords: 'Your messages are safe. Reload the page; if it happens again, tell whoever runs this chat.',
  reload: 'Reload the page',
  notFoundTitle: 'There is nothing here',
  notFoundWords: 'The address may be mistyped, or the page has moved.',
  toInbox: 'Go to the inbox',
  toSite: 'Go to the site',
}
