/** Where somebody wanted to go when the door was shut, kept in the history entry of the sign-in page. */
export interface Wanted {
  from: string
}

export const HOME = '/admin/chat'

/** Only a path of ours: what a history entry says is no reason to leave. */
export function destinationOf({ state }: { state: unknown }): string {
  if (typeof state !== 'object' || state === null || !('from' in state) || typeof state.from !== 'string') return HOME
  return /^\/admin\/(?!login|sign-up)[\w\-/?=&.%#]*$/.test(state.from) ? state.from : HOME
}
