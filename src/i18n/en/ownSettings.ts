/** Labels, canned responses, and what everybody sets for themselves. */
export const labels = {
  words: 'What conversations are about. The inbox can be filtered by them, and reports count them.',
  none: 'There are no labels yet.',
  add: 'Add a label',
  name: 'Name',
  color: 'Colour',
  edit: (name: string) => `Edit ${name}`,
  remove: (name: string) => `Remove the label ${name}`,
  removeWords: 'It disappears from all conversations that have it.',
}

export const canned = {
  words: 'What you say often. Type / and the shortcut while answering.',
  none: 'There are no canned responses yet.',
  add: 'Add a canned response',
  shortcut: 'Shortcut',
  shortcutWords: 'One word without capitals: typed as /word.',
  title: 'Title',
  body: 'Text',
  bodyWords:
    '{{contact.name|there}} becomes the customer’s name, or “there” when it isn’t known; {{agent.name}} is yours.',
  unknownVariable: (said: string) =>
    `${said} is not filled in: there are contact.name, contact.first_name, contact.email, agent.name, agent.first_name and conversation.id.`,
  share: 'For the whole team',
  shared: 'Team',
  own: 'Only me',
  edit: (shortcut: string) => `Edit /${shortcut}`,
  remove: (shortcut: string) => `Remove /${shortcut}`,
  removed: 'The canned response is removed',
}

export const profile = {
  words: 'How customers and colleagues see you.',
  name: 'Name',
  picture: 'Picture',
  pictureChoose: 'Choose a picture',
  pictureRemove: 'Remove the picture',
  pictureWords: 'Cut to a square; it may also be dropped here. Without one your initials are shown.',
  pictureAddressInstead: 'Give an address instead',
  pictureAddress: 'Address of your picture',
  pictureUnreadable: 'This file is no picture that your browser can read.',
  pictureWrong: 'It begins with https://',
  notifications: 'Notifications and writing',
  notify: 'Tell me of',
  notifyChoices: {
    all: 'every message of a customer',
    mine: 'messages in my conversations, and mentions',
    mentions: 'mentions only',
    none: 'nothing',
  },
  sound: 'With a sound',
  quiet: 'Quiet hours',
  quietWords: 'No sound and no notification meanwhile, by this computer’s clock.',
  from: 'From',
  to: 'To',
  quietWrong: 'Give a beginning and an end that differ.',
  sendWith: 'Send with',
  sendWithEnter: 'Enter (Shift+Enter for a new line)',
  sendWithModEnter: 'Ctrl+Enter or ⌘+Enter (Enter for a new line)',
  awayAfter: 'Away after (minutes without a sign of me)',
  awayAfterWords: 'Customers then see that you are away. Empty: never by itself.',
  minutesWrong: 'A whole number from 1 to 480, or nothing.',
}
