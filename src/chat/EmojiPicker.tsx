import { Picker } from 'emoji-mart'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { mendPicker } from './emojiRoles'
import { nameEmoji } from './emojiWords'
import styles from './EmojiPicker.module.css'

interface Loaded {
  locale: Locale
  data: unknown
  i18n: unknown
}

type PickerElement = HTMLElement & { update: (props: Record<string, unknown>) => void }

/** emoji-mart's picker, a custom element. Data and words are chunks of ours: without them it would ask a public CDN. */
export default function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const { locale, t } = useI18n()
  const place = useRef<HTMLDivElement>(null)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const [isEmpty, setEmpty] = useState(false)
  const names = useEffectEvent(() => ({
    categories: t.chat.emojiCategories,
    list: t.chat.emoji,
    search: t.chat.emojiSearch,
    clear: t.chat.emojiClear,
  }))
  const choose = useEffectEvent(({ native }: { native: string }) => onChoose(native))

  useEffect(() => {
    let isCurrent = true
    async function fetchAll() {
      try {
        const next = await load(locale)
        if (isCurrent) setLoaded(next)
      } catch (error) {
        if (isCurrent) setFailure(error instanceof Error ? error : new Error(String(error)))
      }
    }
    void fetchAll()
    return () => {
      isCurrent = false
    }
  }, [locale])

  useEffect(() => {
    if (!loaded || !place.current) return undefined
    const picker = new Picker({
      data: loaded.data,
      i18n: loaded.i18n,
      locale: loaded.locale,
      theme: themeOfPage(),
      autoFocus: !matchMedia('(pointer: coarse)').matches, // on a phone the keyboard would cover what is to be chosen from
      ...gridFor(place.current.clientWidth),
      navPosition: 'top',
      previewPosition: 'none',
      skinTonePosition: 'none',
      icons: 'outline',
      onEmojiSelect: (emoji: { native: string }) => choose(emoji),
    }) as unknown as PickerElement
    place.current.append(picker)
    const stopMending = picker.shadowRoot ? mendPicker(picker.shadowRoot, names(), setEmpty) : () => undefined
    colour(place.current)
    const themes = new MutationObserver(() => {
      picker.update({ theme: themeOfPage() })
      if (place.current) colour(place.current)
    })
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      themes.disconnect()
      stopMending()
      picker.remove()
    }
  }, [loaded])

  if (failure) throw failure // to the boundary around us
  return (
    <div className={styles.place}>
      <div ref={place} className={styles.picker} />
      <p className={styles.none} role="status">
        {isEmpty && t.chat.emojiNone}
      </p>
    </div>
  )
}

/** emoji-mart is as wide as its columns, its padding and the room for its scroll bar: so many columns, so wide, that it fills the panel. */
function gridFor(widthPx: number): { perLine: number; emojiButtonSize: number } {
  const roomPx = widthPx - 12 - 16
  const perLine = Math.max(5, Math.floor(roomPx / 36))
  return { perLine, emojiButtonSize: roomPx / perLine }
}

/** emoji-mart takes colours as numbers only; what the inbox chose is known in the page alone. Its own blue stays for ours. */
function colour(place: HTMLElement): void {
  const numbers = /^rgb\(([\d, ]+)\)$/.exec(getComputedStyle(place).caretColor)?.[1]
  if (numbers) place.style.setProperty('--rgb-accent', numbers)
}

async function load(locale: Locale): Promise<Loaded> {
  const [data, i18n, words] = await Promise.all([import('@emoji-mart/data'), LABELS[locale](), WORDS[locale]()])
  nameEmoji(data.default as Parameters<typeof nameEmoji>[0], words && words.default)
  return { locale, data: data.default, i18n: i18n.default }
}

const LABELS = {
  en: () => import('@emoji-mart/data/i18n/en.json'),
  fr: () => import('@emoji-mart/data/i18n/fr.json'),
}

/** emoji-mart's data are English already. */
const WORDS = {
  en: () => Promise.resolve(null),
  fr: () => import('./emojiWords.fr.json'),
}

function themeOfPage(): 'light' | 'dark' | 'auto' {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}
