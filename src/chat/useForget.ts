import { useChat } from './ChatProvider'

/** Forgets what is unsent, unfinished and known here: for signing out, before another person sits down. */
export function useForget(): () => void {
  return useChat().forget
}
