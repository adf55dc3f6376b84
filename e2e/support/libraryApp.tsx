import 'causerie/style.css'
import { ChatWidget, useChat } from 'causerie'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

// Somebody's React app: what e2e/library.spec.ts builds over the built library.

const given = new URLSearchParams(location.search)
document.documentElement.style.setProperty('--accent', 'theirs')

function App() {
  const [variant, setVariant] = useState<'floating' | 'inline' | null>('floating')
  const chat = useChat()
  return (
    <>
      <p data-testid="told">
        {`${chat.isOpen ? 'open' : 'closed'}, ${chat.unread} unread, ${chat.conversations.length} conversations`}
      </p>
      <button onClick={chat.open}>Their button</button>
      <button onClick={chat.close}>Their close</button>
      <button onClick={() => chat.send('said by the app')}>Their message</button>
      <button onClick={() => setVariant('inline')}>Inline</button>
      <button onClick={() => setVariant(null)}>Nothing</button>
      <div style={{ inlineSize: 360, blockSize: 480 }}>
        {variant && (
          <ChatWidget
            key={variant}
            variant={variant}
            locale="en"
            inboxKey={given.get('inbox') ?? ''}
            apiUrl={given.get('url') ?? ''}
            publishableKey={given.get('key') ?? ''}
          />
        )}
      </div>
    </>
  )
}

const root = document.querySelector('#root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
