import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom'
import { afterEach, expect, test } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { I18nProvider } from '@/i18n/I18nProvider'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { JoinPage } from './JoinPage'
import { SessionProvider } from './Session'

afterEach(cleanup)

const TOKEN = 'ab'.repeat(32)
const user = { id: '0199a000-0000-4000-8000-000000000001', aud: 'authenticated', email: 'omar@filou.example' }
const session = { access_token: 'a.b.c', refresh_token: 'r', token_type: 'bearer', expires_in: 3600, user }

/** The page, for somebody signed in or not, over a server that answers an acceptance so. @returns what it was asked to accept */
async function show(answer: { status: number; body: unknown }, isSignedIn: boolean) {
  const accepted: string[] = []
  const client = createClientFor('agent', {
    config: { apiUrl: 'http://join.invalid', publishableKey: 'sb_publishable_x' },
    storage: memoryStorage(),
    storageKey: `test-${Math.random()}`,
    fetch: async (input, init) => {
      if (!String(input instanceof Request ? input.url : input).includes('/rpc/')) return Response.json(session)
      accepted.push(typeof init?.body === 'string' ? init.body : '')
      return Response.json(answer.body, { status: answer.status })
    },
  })
  if (isSignedIn) await client.auth.signInWithPassword({ email: user.email, password: 'espadrille' })
  render(
    <QueryClientProvider client={createQueryClient()}>
      <I18nProvider locale="en" remember={false}>
        <SessionProvider client={client} onSignedOut={() => undefined}>
          <MemoryRouter initialEntries={[`/admin/join#${TOKEN}`]}>
            <Routes>
              <Route path="/admin/join" element={<JoinPage />} />
              <Route path="*" element={<Arrived />} />
            </Routes>
          </MemoryRouter>
        </SessionProvider>
      </I18nProvider>
    </QueryClientProvider>,
  )
  return accepted
}

function Arrived() {
  const { pathname, state } = useLocation()
  return (
    <p>
      arrived at {pathname} with {JSON.stringify(state)}
    </p>
  )
}

const refusal = (hint: string) => ({ status: 400, body: { code: 'LC403', hint, message: 'No.', details: null } })

test('who is not signed in makes an account, and finds the way back', async () => {
  await show({ status: 200, body: {} }, false)
  await userEvent.click(await screen.findByRole('button', { name: 'Create an account' }))
  expect(screen.getByText(/arrived at \/admin\/sign-up/).textContent).toContain(`/admin/join#${TOKEN}`)
})

test('who is signed in is taken in', async () => {
  const accepted = await show({ status: 200, body: { user_id: user.id } }, true)
  expect(await screen.findByText(/arrived at \/admin\/chat/)).toBeDefined()
  expect(accepted).toEqual([JSON.stringify({ token: TOKEN })])
})

test.each([
  ['invitation_not_found', /expired/],
  ['invitation_for_another', /another address than omar@filou\.example/],
])('%s is said in words', async (hint, words) => {
  await show(refusal(hint), true)
  const refused = await screen.findByRole('alert')
  expect(refused.textContent).toMatch(words)
  const otherwise = screen.getByRole('button', { name: 'Use another account' })
  expect(otherwise.parentElement).toBe(refused.parentElement) // in one column, which keeps them apart
})
