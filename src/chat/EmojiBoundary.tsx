import { Component, type ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import styles from './EmojiButton.module.css'

/** The emoji come over the network: when they don't, the composer stands all the same. */
export class EmojiBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? <Sorry /> : this.props.children
  }
}

function Sorry() {
  const { t } = useI18n()
  return <p className={styles.loading}>{t.chat.emojiFailed}</p>
}
