/** Erasing a person: asking for it, what becomes of it, and the proof. */
export const erasing = {
  personalData: 'Personal data',
  action: 'Erase this person',
  words: (name: string) =>
    `For when ${name} asks to be forgotten. It takes effect at once and can’t be undone by anybody.`,
  goes: 'What goes',
  goesPerson: 'Name, address and everything known of them, and whoever was merged with them',
  goesTexts: (n: number) =>
    n === 1
      ? 'What was said in their conversation, by them and by your team, with its files and notes'
      : `What was said in their ${n} conversations, by them and by your team, with all files and notes`,
  goesManyTexts: 'What was said in all their conversations, by them and by your team, with all files and notes',
  goesChat: 'Their chat on your site: it begins anew, as for a stranger',
  stays: 'What stays',
  staysFigures: 'Figures that name nobody: how many conversations there were, reply times, scores without comments',
  typeName: (name: string) => `Type “${name}” to confirm`,
  do: 'Erase for ever',
  cancel: 'Cancel',
  failed: 'This person was not erased.',
  unsure: 'We can’t tell whether this person was erased. Try again: doing it twice does no harm.',
  done: (name: string) => `${name} was erased`,
  person: 'Erased person',
  erasedTitle: 'This person was erased',
  erasedWords: (day: string) =>
    `What was said here is gone for ever, on both sides, since ${day}. Only figures remain.`,
  texts: 'Texts, name and address',
  files: 'Files',
  broadcasts: 'Copies kept for live updates',
  gone: (part: string) => `${part}: gone`,
  going: (part: string) => `${part}: under way, usually for a few minutes`,
  list: 'Erased people',
  listWords:
    'Who was erased, without a word about them, and whether everything is gone. Owners and admins erase a person in the details of a conversation.',
  nobody: 'Nobody was erased.',
  showAll: (n: number) => `Show all ${n}`,
  complete: 'Complete',
  under: 'Under way',
  by: (name: string) => `by ${name}`,
}
