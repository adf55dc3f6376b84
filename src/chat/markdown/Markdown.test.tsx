import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Markdown } from './Markdown'

afterEach(cleanup)

test('draws elements, each paragraph in its own direction, and no HTML', () => {
  const { container } = render(<Markdown text={'**Bonjour** <b>x</b>\nمرحبا\n- un\n- [deux](https://example.com/2)'} />)
  expect(container.querySelector('strong')?.textContent).toBe('Bonjour')
  expect(container.querySelector('b')).toBeNull()
  expect(container.querySelector('p')?.textContent).toBe('Bonjour <b>x</b>\nمرحبا')
  expect(container.querySelector('p')?.getAttribute('dir')).toBe('auto')
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['un', 'deux'])
  const link = screen.getByRole('link', { name: 'deux' })
  expect(link.getAttribute('href')).toBe('https://example.com/2')
  expect(link.title).toBe('https://example.com/2')
  expect(link.getAttribute('rel')).toContain('noopener')
})
