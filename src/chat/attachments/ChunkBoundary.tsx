import { Component, type ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'

/** Parts that come over the network may not come: the conversation stands all the same. */
export class ChunkBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
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
  return <p role="alert">{t.attachments.notLoaded}</p>
}
