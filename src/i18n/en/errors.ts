/** One sentence for each kind of trouble, and for each stable word (`hint`) of docs/errors.md that a person may meet. */
export const errors = {
  network: 'No connection. Check your network and try again.',
  server: 'The server is in trouble. Try again in a moment.',
  busy: 'That was a lot at once. Try again in a moment.',
  session: 'Your session has ended. Please sign in again.',
  refused: 'That was refused.',
  fault: 'Something went wrong.',
  hints: {
    conversation_not_found: 'This conversation does not exist any more.',
    message_empty: 'An empty message can’t be sent.',
    message_too_long: 'This message is too long: at most 10,000 characters.',
    message_control_characters:
      'This message holds characters that can’t be shown. Copy it as plain text and send it again.',
    id_taken: 'This message could not be stored. Copy it and write it anew.',
    newer_reply: 'A colleague has just answered. Read their message, then send yours again.',
    already_assigned: 'A colleague already has this conversation.',
    inbox_not_found: 'This chat does not exist any more.',
    email_invalid: 'That does not look like an email address.',
    already_an_agent: 'This colleague is already in the team.',
    invitation_not_found: 'This invitation has expired, or a newer one has replaced it. Ask for a new link.',
    not_allowed: 'You may not do that.',
    contact_session_over: 'Your session has ended. Start a new conversation to go on.',
  },
}
