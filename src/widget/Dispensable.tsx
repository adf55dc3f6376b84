import { Component, Suspense, type ReactNode } from 'react'

/** What comes over the network and may not come: the conversation stands without it. */
export class Dispensable extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return !this.state.hasFailed && <Suspense>{this.props.children}</Suspense>
  }
}
