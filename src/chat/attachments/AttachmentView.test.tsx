import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Attachment } from '../shapes'
import AttachmentView from './AttachmentView'

const links = {
  known: () => null,
  open: vi.fn<(path: string) => Promise<string>>(async (path) => `http://stack.test/${path}`),
  drop: vi.fn<(path: string) => void>(),
}
vi.mock('../ChatProvider', () => ({ useChat: () => ({ attachments: { links } }) }))

const attachment: Attachment = {
  id: 'a',
  name: 'no picture.png',
  type: 'image/png',
  size: 71,
  width: null,
  height: null,
  path: 'p',
}

test('a picture that does not open is looked for once more, also under the same address, and is a file then', async () => {
  render(
    <I18nProvider locale="en" remember={false}>
      <AttachmentView attachment={attachment} />
    </I18nProvider>,
  )
  const first = await screen.findByRole('img')
  fireEvent.error(first)
  await waitFor(() => expect(links.open).toHaveBeenCalledTimes(2))
  const again = await screen.findByRole('img')
  expect(again).not.toBe(first)
  expect(links.drop).toHaveBeenCalledWith('p')
  fireEvent.error(again)
  expect(await screen.findByRole('button', { name: /no picture\.png/ })).toBeTruthy()
  expect(screen.queryByRole('img')).toBeNull()
})
