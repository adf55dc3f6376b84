import '@/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClientFor } from '@/lib/supabase'
import { createIdentity } from '@/widget/identity'
import { connectToHost, readAddress } from './bridge'
import { FramedWidget } from './FramedWidget'

const address = readAddress(location.hash)
const root = document.querySelector('#root')

// Opened by hand, or by a page that is not our loader: there is nobody to talk to, and nothing to show.
if (address && root && window.parent !== window) {
  const bridge = await connectToHost(address, window.parent, window)
  const client = createClientFor('contact', { storage: bridge.host.storage, storageKey: 'session' })
  const { inboxKey, host } = bridge
  const identity = createIdentity({ client, inboxKey, storage: host.storage })
  bridge.answerCalls(identity.answer)
  createRoot(root).render(
    <StrictMode>
      <FramedWidget bridge={bridge} client={client} identity={identity} />
    </StrictMode>,
  )
}
