import { attachments as attachmentsEn } from '@/i18n/en/attachments'
import { chat as chatEn } from '@/i18n/en/chat'
import { errors as errorsEn } from '@/i18n/en/errors'
import { widget as widgetEn } from '@/i18n/en/widget'
import { attachments as attachmentsFr } from '@/i18n/fr/attachments'
import { chat as chatFr } from '@/i18n/fr/chat'
import { errors as errorsFr } from '@/i18n/fr/errors'
import { widget as widgetFr } from '@/i18n/fr/widget'
import type { Locale } from '@/i18n/locale'
import type { Words } from '@/i18n/words'

type WidgetWords = Pick<Words, 'attachments' | 'chat' | 'errors' | 'widget'>

const spoken: Record<Locale, WidgetWords> = {
  en: { attachments: attachmentsEn, chat: chatEn, errors: errorsEn, widget: widgetEn },
  fr: { attachments: attachmentsFr, chat: chatFr, errors: errorsFr, widget: widgetFr },
}

/** The words a customer can meet. Those of the inbox, sign-in and the rest, twice as many, are not shown in a frame and not sent to it. */
export const words = spoken as Record<Locale, Words>
