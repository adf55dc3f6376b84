import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom'
import { afterEach, expect, test } from 'vitest'
import { I18nProvider } from '@/i18n/I18nProvider'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { SessionProvider } from './Session'
import { SignInPage } from './SignInPage'

afterEach(cleanup)

type Answer = { status: number; body: unknown } | 'no network'

/** The page over a real client whose server answers this. @returns what it was asked */
function show(answer: Answer, { locale = 'en', from }: { locale?: 'en' | 'fr'; from?: string } = {}) {
  const asked: string[] = []
  const client = createClientFor('agent', {
    config: { apiUrl: 'http://auth.invalid', publishableKey: 'sb_publishable_x' },
    storage: memoryStorage(),
    storageKey: `test-${Math.random()}`,
    fetch: async (_input, init) => {
      asked.push(typeof init?.body === 'string' ? init.body : '')
      if (answer === 'no network') throw new TypeError('Failed to fetch')
      return Response.json(answer.body, { status: answer.status })
    },
  })
  render(
    <I18nProvider locale={locale} remember={false}>
      <SessionProvider client={client} onSignedOut={() => undefined}>
        <MemoryRouter initialEntries={[{ pathname: '/admin/login', state: from ? { from } : null }]}>
          <Routes>
            <Route path="/admin/login" element={<SignInPage />} />
            <Route path="*" element={<Arrived />} />
          </Routes>
        </MemoryRouter>
      </SessionProvider>
    </I18nProvider>,
  )
  return asked
}

function Arrived() {
  const { pathname, search } = useLocation()
  return <p>arrived at {pathname + search}</p>
}

async function signIn(email = 'maite@filou.example', password = 'espadrille') {
  await userEvent.type(screen.getByLabelText('Email'), email)
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('the keyboard is in the first field, and the tab says where one is', () => {
  show('no network')
  expect(document.activeElement).toBe(screen.getByLabelText('Email'))
  expect(document.title).toBe('Sign in · Causerie')
})

test('an empty form asks nobody: it says what is missing, there', async () => {
  const asked = show({ status: 200, body: {} })
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  const email = screen.getByLabelText('Email')
  expect(email.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(email.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(/Enter your email/)
  expect(document.activeElement).toBe(email)
  expect(asked).toEqual([])
})

test.each<[string, Answer, RegExp]>([
  [
    'a wrong password',
    { status: 400, body: { error_code: 'invalid_credentials', msg: 'Invalid login credentials' } },
    /do not go together/,
  ],
  ['a banned account', { status: 400, body: { error_code: 'user_banned', msg: 'User is banned' } }, /closed/],
  [
    'too many tries',
    { status: 429, body: { error_code: 'over_request_rate_limit', msg: 'Too many' } },
    /Wait a minute/,
  ],
  ['no network', 'no network', /does not answer/],
  ['a server in trouble', { status: 503, body: {} }, /trouble/],
])('%s is said in words, and the e-mail stays', async (_, answer, words) => {
  show(answer)
  await signIn()
  expect((await screen.findByRole('alert')).textContent).toMatch(words)
  expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe('maite@filou.example')
})

test('signed in, on to where one wanted to go', async () => {
  const user = { id: '0199a000-0000-4000-8000-000000000001', aud: 'authenticated', email: 'maite@filou.example' }
  const session = { access_token: 'a.b.c', refresh_token: 'r', token_type: 'bearer', expires_in: 3600, user }
  const asked = show({ status: 200, body: session }, { from: '/admin/chat/0199?status=closed' })
  await signIn()
  await waitFor(() => expect(screen.getByText('arrived at /admin/chat/0199?status=closed')).toBeDefined())
  expect(asked[0]).toContain('espadrille')
})

test('in French, the names are French', () => {
  show('no network', { locale: 'fr' })
  for (const name of ['E-mail', 'Mot de passe']) expect(screen.getByLabelText(name)).toBeDefined()
  expect(screen.getByRole('button', { name: 'Se connecter' })).toBeDefined()
})
