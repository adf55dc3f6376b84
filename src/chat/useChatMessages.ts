import type { ChatMessages } from './model'

/** The messages of a conversation, live: what is stored, what is on its way, who is writing, and how to write. */
export function useChatMessages(conversationId: string): ChatMessages {
  void conversationId
  return {
    status: 'loading',
    error: null,
    reload: () => undefined,
    messages: [],
    entries: [],
    conversation: null,
    sendMessage: () => null,
    startTyping: () => undefined,
    typing: [],
    retry: () => undefined,
    discard: () => undefined,
    loadOlder: () => undefined,
    hasOlder: false,
    isLoadingOlder: false,
  }
}
