import 'causerie/style.css'
import { ChatWidget, useChat } from 'causerie'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

// Somebody's React app: what e2e/library.spec.ts builds over the built library.

const given = new URLSearchParams(location.search)
document.documentElement.style.setProperty('--accent', 'theirs')

function App() {
  const [variant, setVariant] = useState<'floating' | 'inline' | null>('floating')
  const [token, setToken] = useState<string | null>()
  const [trouble, setTrouble] = useState('')
  const chat = useChat()
  return (
    <>
      <p data-testid="told">
        {`${chat.isOpen ? 'open' : 'closed'}, ${chat.unread} unread, ${chat.conversations.length} conversations`}
      </p>
      <p data-testid="trouble">{trouble}</p>
      <button onClick={() => setToken(given.get('token'))}>Sign in</button>
      <button onClick={() => setToken('nonsense')}>Sign in wrongly</button>
      <button onClick={() => setToken(null)}>Sign out</button>
      <button
        onClick={() => chat.identify({ token: given.get('again') ?? '' }).then(({ name }) => setTrouble(`${name}`))}
      >
        Sign in by hand
      </button>
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
            identityToken={token}
            onEvent={(name, detail) => name === 'error' && 'code' in detail && setTrouble(detail.code)}
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
