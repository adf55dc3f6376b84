import { Component, type ReactNode } from 'react'
import { Unreachable } from './Unreachable'

/** A chat that broke, or never came, says so in its own place: the page around it lives on. */
export class PanelBoundary extends Component<{ children: ReactNode; onError?: () => void }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch() {
    this.props.onError?.()
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return <Unreachable busy={false} onRetry={() => location.reload()} />
  }
}
