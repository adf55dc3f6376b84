const conversations = (n: number) => (n === 1 ? '1 conversation' : `${n} conversations`)

/** AdminChat: lists, what is done with many conversations, keys, people. */
export const desk = {
  views: 'Views',
  all: 'All',
  mine: 'Mine',
  mentioned: 'Mentions',
  onlyYours: 'Only you see this view',
  countUnit: (n: number) => (n === 1 ? 'conversation' : 'conversations'),

  filters: 'Filter and sort',
  filtersOn: (n: number) => `Filter and sort: ${n} set`,
  sort: 'Sort',
  sorts: { newest: 'Newest first', oldest: 'Oldest first', waiting: 'Waiting longest' },
  anybody: 'Anybody',
  anyInbox: 'Any inbox',
  label: 'Label',
  labels: 'Labels',
  anyLabel: 'Any label',
  priority: 'Priority',
  anyPriority: 'Any priority',
  priorities: ['No priority', 'Low', 'Medium', 'High', 'Urgent'],
  priorityIs: (priority: string) => `Priority: ${priority}`,
  mentions: 'Mentions',
  ofMe: 'Of you',
  anyMention: 'With or without',
  clearFilters: 'Clear the filters',
  emptyFilteredTitle: 'No conversation matches',
  emptyFilteredWords: 'What matches these filters appears here by itself.',

  viewName: 'Name of the view',
  saveView: 'Save view',
  shareView: 'For the whole team',
  thisView: (name: string) => `This is the view “${name}”.`,
  deleteView: 'Delete this view',
  saveViewFailed: 'Could not save the view.',
  deleteViewFailed: 'Could not delete the view.',

  tick: (name: string) => `Select the conversation with ${name}`,
  ticked: (n: number) => `${conversations(n)} selected`,
}
