/** The page at "/": a small site with the chat on it. */
export const site = {
  title: 'Live chat on your own Supabase.',
  lead: 'A widget for any page, an inbox where a team answers, reports in plain SQL. No server of ours sits in the middle.',
  toInbox: 'Open the inbox',
  writeHere: 'Or write to us: the button is at the bottom right.',
  embedTitle: 'One line on your site',
  embedLead: 'Before anybody wants to chat it draws a button, and does nothing else: no request, no cookie.',
  facts: {
    liveTitle: 'Live, and calm about it',
    live: 'Messages and typing appear as they happen. Cut the network: nothing is lost, doubled or out of order.',
    yoursTitle: 'Yours',
    yours: 'Postgres with row-level security is the backend. Your data, your rules, your region.',
    lightTitle: 'Light',
    light: 'A guest on other people’s pages: a few kilobytes until it is wanted.',
  },
  sample: {
    customer: 'Do you deliver to Lyon?',
    agent: 'We do, within two days.',
    thanks: 'Perfect, thank you!',
  },
  noInbox: 'This build names no inbox, so there is no button here. Set VITE_CAUSERIE_INBOX_KEY to show one.',
}
