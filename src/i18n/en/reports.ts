/** /admin/reports */
export const reports = {
  title: 'Reports',
  toInbox: 'Inbox',
  print: 'Print',

  filters: 'What is shown',
  range: 'Period',
  presets: { '7': '7 days', '30': '30 days', '90': '90 days', '12m': '12 months', custom: 'Custom' },
  from: 'From',
  to: 'To',
  apply: 'Show',
  incomplete: 'Choose both days.',
  backwards: 'The last day is before the first one.',
  tooLong: 'A report spans 366 days at most.',
  inboxes: 'Inboxes',
  allInboxes: 'All inboxes',
  agents: 'Agents',
  allAgents: 'All agents',
  labels: 'Labels',
  allLabels: 'All labels',
  chosen: (n: number) => `${n} chosen`,
  everything: 'Show all',
  clock: 'Time counted',
  clockHours: 'Clock hours',
  businessHours: 'Business hours',
  daysOf: (zone: string) => `Days of ${zone}`,
  comparedWith: (period: string) => `compared with ${period}`,

  overview: 'Overview',
  overviewDefinition:
    'The figures of the period, each beside that of as many days before. Choose one to see its conversations.',
  before: (text: string) => `before: ${text}`,
  nothingBefore: 'nothing to compare with',
  whatIs: (name: string) => `What “${name}” counts`,
  opens: 'Show its conversations',
  mean: 'Mean',
  p90: '90%',
  p95: '95%',
  longest: 'Longest',
  count: 'Count',
  figure: 'Figure',
  value: 'Value',
  change: 'Change',
  valueBefore: 'Period before',
  repliesOf: (n: number, text: string) => (n === 1 ? '1 reply' : `${text} replies`),
  closedOf: (n: number, text: string) => (n === 1 ? '1 closed' : `${text} closed`),
  ofTurns: (n: number, text: string) => (n === 1 ? 'of 1 message' : `of ${text} messages`),
  nineInTen: (duration: string) => `9 in 10 within ${duration}`,

  tiles: {
    conversations: {
      title: 'Conversations',
      definition:
        'Conversations that began in the period. Those of chosen agents can’t be told: a new conversation is nobody’s yet.',
    },
    reopened: {
      title: 'Reopened',
      definition: 'How often a closed conversation was opened again in the period, by its customer or by an agent.',
    },
    closed: {
      title: 'Closed',
      definition:
        'How often a conversation was closed in the period, by an agent or by its customer. It counts for who had it then.',
    },
    first_reply: {
      title: 'First reply time',
      definition:
        'From the customer’s first message to the first reply of an agent: the median, so half were quicker. Each reopening counts again. Counted on the day of the reply, for who replied. Automatic messages and notes are no replies.',
    },
    reply: {
      title: 'Reply time',
      definition:
        'From the customer’s first unanswered message to an agent’s reply, first replies among them: the median, so half were quicker. Counted on the day of the reply, for who replied.',
    },
    resolution: {
      title: 'Resolution time',
      definition:
        'From opening, or reopening, to closing: the median, so half were quicker. Counted on the day of closing, for who had the conversation then.',
    },
    unanswered_first: {
      title: 'Unanswered first messages',
      definition:
        'Of the times that a customer began or came back in the period, the share that got no reply: closed without one, or waiting still. It stands beside the times, so that ignoring people makes no figure better.',
    },
    unanswered_later: {
      title: 'Unanswered later messages',
      definition:
        'Of the times that a customer wrote again after a reply, the share that got none: closed without one, or waiting still. Often a closing “thanks”, and then no neglect: that is why it stands apart.',
    },
    ratings: {
      title: 'Rating',
      definition:
        'The mean of what customers gave in the period, 1 to 5. It counts for who had the conversation, else for who replied last. Beside it: the share of 4 and 5, and of the conversations closed in the period the share that was rated, then or later.',
    },
  },
  behindTitles: {
    conversations: 'Conversations begun',
    reopened: 'Conversations reopened',
    first_reply: 'First replies',
    reply: 'Replies',
    closed: 'Conversations closed',
    resolution: 'Resolutions',
    unanswered_first: 'Unanswered first messages',
    unanswered_later: 'Unanswered later messages',
    turns: 'Customers’ messages',
    ratings: 'Ratings',
  },

  volume: 'Volume',
  volumeDefinition:
    'Conversations begun or reopened, messages received from customers and sent by the team, day by day in the workspace’s time zone.',
  messagesIn: 'Messages received',
  messagesOut: 'Messages sent',
  begun: 'Begun',
  reopened: 'Reopened',
  closed: 'Closed',
  times: 'Reply times',
  timesDefinition:
    'Time to the first reply and of all replies, by the day of the reply: half were quicker than the median, 9 in 10 quicker than “90%”. A day without replies has no figure.',
  firstReplyMedian: 'First reply, median',
  firstReplyP90: 'First reply, 90%',
  resolutionMedian: 'Resolution, median',
  unansweredShare: 'Unanswered',
  replyMedian: 'Reply, median',
  replyP90: 'Reply, 90%',
  distribution: 'Reply times, how they spread',
  distributionDefinition:
    'How many replies came within each time. First replies are those that opened a conversation’s answer.',
  firstReplies: 'First replies',
  allReplies: 'All replies',
  shareOfFirst: 'Share of first ones',
  shareOfAll: 'Share of all',
  within: 'Within',
  upTo: (duration: string) => `under ${duration}`,
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  over: (duration: string) => `${duration} and more`,
  heat: 'Hours of the week',
  heatDefinition:
    'When customers write, and how long they wait by the hour in which they wrote: hours and weekdays of the workspace’s time zone. “90%”: 9 in 10 were answered quicker.',
  heatVolume: 'Volume',
  heatP90: 'Reply, 90%',
  heatShow: 'Figure in the cells',
  hour: 'Hour',
  weekday: 'Weekday',
  day: 'Day',
  breakdowns: {
    agent: {
      title: 'Agents',
      definition:
        'Replies and their times go to whoever replied; closed conversations to whoever had them then. Former colleagues keep theirs.',
    },
    inbox: { title: 'Inboxes', definition: 'The same figures, website by website.' },
    label: {
      title: 'Labels',
      definition:
        'The same figures by the labels that conversations have now. One with two labels counts for both, so they can’t be added up.',
    },
  },
  ratings: 'Ratings',
  ratingsDefinition:
    'What customers gave when their conversation had been closed, 1 to 5, on the day when they gave it.',
  meanScore: 'Rating, mean',
  goodShare: '4 or 5',
  responseShare: 'Rated',
  ratingsOf: (n: number, text: string) => (n === 1 ? '1 rating' : `${text} ratings`),
  goodOf: (share: string) => `${share} gave 4 or 5`,
  ratedOf: (share: string) => `${share} of closed ones rated`,
  scoreOf: (score: number) => `${score} of 5`,
  agent: 'Agent',
  inbox: 'Inbox',
  label: 'Label',
  noLabel: 'No label',
  replies: 'Replies',
  formerAgent: 'Former colleague',
  nobody: 'Nobody',
  conversationsColumn: 'Conversations',

  live: 'Right now',
  liveDefinition:
    'How things stand at this moment, whatever the period: open conversations, customers who wait for a reply, the longest of these waits, and agents who are here and available.',
  open: 'Open',
  waiting: 'Waiting',
  longestWait: 'Longest wait',
  unassigned: 'Unassigned',
  present: 'Agents here',
  nobodyWaits: 'nobody waits',
  asOf: (time: string) => `at ${time}`,

  asTable: 'As a table',
  tableOf: (name: string) => `${name}, table`,
  csvOf: (name: string) => `${name} as CSV`,
  inSeconds: (label: string) => `${label} (seconds)`,
  exactly: (label: string) => `${label} (exact)`,
  asRatio: (label: string) => `${label} (ratio)`,

  visitor: (mark: string) => `Visitor ${mark}`,
  behindEmpty: 'No conversation in this period.',
  behindMore: 'Show more',

  loading: 'Loading the report',
  empty: 'Nothing in this period',
  emptyWords: 'Choose a longer period, or fewer filters.',
  noCalendar: (n: number, text: string) =>
    `Not in these times: ${n === 1 ? '1 reply or closing' : `${text} replies and closings`}, for their inbox had no opening hours then.`,
  failed: 'The figures could not be loaded.',
  retry: 'Try again',
}
