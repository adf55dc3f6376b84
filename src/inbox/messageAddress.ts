/** The address of a conversation, scrolled to one of its messages. */
export function toMessage(address: string, messageId: string): string {
  const [path = '', query = ''] = address.split('?')
  const params = new URLSearchParams(query)
  params.set('message', messageId)
  return `${path}?${params.toString()}`
}
