import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanUp, given, launcher, prepare, settle, shadow } from './testing'

beforeEach(prepare)
afterEach(cleanUp)

const isHidden = () => shadow().querySelector<HTMLElement>('[data-phase]')?.hasAttribute('data-hidden')

test('hidden until the page shows it', () => {
  const { widget } = given({ launcher: 'hidden' })
  expect(isHidden()).toBe(true)
  widget.show()
  expect(isHidden()).toBe(false)
  widget.hide()
  expect(isHidden()).toBe(true)
})

test('the page’s own button fetches on intent, opens, closes and has the focus back; also one that comes later', async () => {
  const { widget, frame } = given({ launcher: '.help', locale: 'en' })
  expect(isHidden()).toBe(true)
  document.body.innerHTML = '<p><a class="help" href="mailto:a@b.example"><b>Help</b></a></p><button>Other</button>'
  const help = document.querySelector('a') as HTMLElement
  document.querySelector('button')?.click()
  document.querySelector('button')?.dispatchEvent(new Event('pointerover', { bubbles: true }))
  await settle()
  expect(frame()).toBeNull()
  help.dispatchEvent(new Event('pointerover', { bubbles: true }))
  await settle()
  expect(frame()).not.toBeNull()
  const click = new MouseEvent('click', { bubbles: true, cancelable: true })
  document.querySelector('b')?.dispatchEvent(click)
  expect(click.defaultPrevented).toBe(true)
  expect(launcher().ariaExpanded).toBe('true')
  widget.close()
  expect(document.activeElement).toBe(help)
  widget.destroy()
  const after = new MouseEvent('click', { bubbles: true, cancelable: true })
  help.dispatchEvent(after)
  expect(after.defaultPrevented).toBe(false)
})

test('what is no selector is said, and the button stays', () => {
  const { warn } = given({ launcher: '<button>' })
  expect(warn).toHaveBeenCalledWith('does not understand the value of launcher')
  expect(isHidden()).toBe(false)
})
