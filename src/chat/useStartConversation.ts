import { useChat } from './ChatProvider'

/**
 * For contacts. The function returned gives the id of a new conversation, to be shown with `ChatWindow`: it comes into being, and the
 * contact's session with it, when its first message is sent.
 */
export function useStartConversation(): () => string {
  return useChat().newConversation
}
