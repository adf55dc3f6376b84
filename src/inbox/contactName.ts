import type { InboxContact } from '@/chat/shapes'
import type { Words } from '@/i18n/words'

/** What we call a contact: by name, else by e-mail, else a visitor with a mark that tells them from others. */
export function contactName(
  t: Words,
  contact: Pick<InboxContact, 'id' | 'name' | 'email'> & Partial<Pick<InboxContact, 'erased_at'>>,
): string {
  if (contact.erased_at) return t.erasing.person
  return contact.name?.trim() || contact.email?.trim() || t.inbox.visitor(contact.id.slice(-4).toUpperCase())
}
