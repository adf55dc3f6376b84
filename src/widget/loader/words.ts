/** The few words the loader says by itself, before any of the chat has arrived. */
export const words = {
  en: {
    open: 'Open chat',
    unread: (count: number) => `, ${count} unread`,
    close: 'Close chat',
    failed: 'The chat can’t be reached right now.',
    again: 'Try again',
  },
  fr: {
    open: 'Ouvrir le chat',
    unread: (count: number) => `, ${count} non lu${count > 1 ? 's' : ''}`,
    close: 'Fermer le chat',
    failed: 'Le chat est injoignable pour le moment.',
    again: 'Réessayer',
  },
}

/** The customer's first language that we speak. */
export function browserLocale(languages: readonly string[]): 'en' | 'fr' {
  return (languages
    .join()
    .match(/(?:^|,)(fr|en)\b/i)?.[1]
    ?.toLowerCase() ?? 'en') as 'en' | 'fr'
}
