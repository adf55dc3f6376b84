import { readFileSync } from 'node:fs'
import type { FrameLocator, Locator, Page } from '@playwright/test'
import { composer, log, openChat, openRow, unique, write } from './support/chat.ts'
import { drawPicture, dropFile, pasteFile, turned } from './support/files.ts'
import { expect, expectAccessible, NETWORK_COMPLAINTS, test } from './support/test.ts'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

type Window = Page | FrameLocator
const tray = (window: Window): Locator => window.getByRole('list', { name: 'Files to send' })
const choose = (window: Window): Locator => window.locator('input[type=file]')

/** The picture itself has come, not only its place. */
const isDrawn = (picture: Locator): Promise<boolean> =>
  picture.getByRole('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)

test('a customer pastes a picture and sends a PDF, the agent sees both live, saves them and answers with a picture', async ({
  agent,
  customer,
}) => {
  const alice = await customer()
  const inbox = await agent()
  const question = unique('Look at my parcel')
  await openChat(alice)

  await test.step('a picture, pasted before anything was written, shrinks and goes with the first message', async () => {
    const photo = await drawPicture(composer(alice.chat), 3000, 1500)
    await pasteFile(composer(alice.chat), 'parcel.png', 'image/png', photo)
    await expect(tray(alice.chat)).toContainText('parcel.png')
    await expect(tray(alice.chat)).toContainText(/[kM]B/)
    await expectAccessible(alice.page)
    await write(alice.chat, question)
    await expect(tray(alice.chat)).toBeHidden()
    const sent = log(alice.chat).getByRole('button', { name: 'Enlarge parcel.png' })
    await expect.poll(() => isDrawn(sent)).toBe(true)
  })

  await test.step('a PDF, without a word', async () => {
    await choose(alice.chat).setInputFiles({ name: 'Facture été.pdf', mimeType: 'application/pdf', buffer: PDF })
    await expect(tray(alice.chat).getByText(/\d byte/)).toBeVisible()
    await alice.chat.getByRole('button', { name: 'Send' }).click()
    await expect(log(alice.chat).getByRole('button', { name: 'Download Facture été.pdf' })).toBeVisible()
  })

  await test.step('the agent sees both, without the layout moving, and saves them', async () => {
    await openRow(inbox.page, 'Facture été.pdf') // the preview of a message that is only a file
    const picture = log(inbox.page).getByRole('button', { name: 'Enlarge parcel.png' })
    await expect.poll(() => isDrawn(picture)).toBe(true)
    const size = await picture
      .getByRole('img')
      .evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight])
    expect(size).toEqual([2000, 1000])
    expect(await picture.boundingBox()).toMatchObject({ width: 240, height: 120 })
    const saving = inbox.page.waitForEvent('download')
    await log(inbox.page).getByRole('button', { name: 'Download Facture été.pdf' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe('Facture été.pdf')
    expect(readFileSync(await saved.path())).toEqual(PDF)
    await picture.click()
    const large = inbox.page.getByRole('dialog', { name: 'parcel.png' })
    await expect(large.getByRole('img')).toBeVisible()
    await inbox.page.keyboard.press('Escape')
    await expect(large).toBeHidden()
  })

  await test.step('the agent answers with a picture, dropped', async () => {
    const plan = await drawPicture(composer(inbox.page), 400, 300)
    await pasteFile(composer(inbox.page), 'plan.png', 'image/png', plan)
    await expect(tray(inbox.page)).toContainText(/[kM]B/)
    await expectAccessible(inbox.page)
    await write(inbox.page, 'Here is where it stands')
    const picture = log(alice.chat).getByRole('button', { name: 'Enlarge plan.png' })
    await expect.poll(() => isDrawn(picture), { timeout: 20_000 }).toBe(true) // held for a moment, so that it may be taken back
    await expectAccessible(alice.page)
  })
})

test('what is not taken is refused with a clear word, and can be removed', async ({ customer }) => {
  const alice = await customer()
  await openChat(alice)
  await expect(choose(alice.chat)).toHaveAttribute('accept', /image\/png/) // what is taken is known
  await dropFile(composer(alice.chat), 'logo.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await expect(tray(alice.chat).getByRole('alert')).toHaveText('Files of this type can’t be sent here.')
  await composer(alice.chat).fill('With a drawing')
  await composer(alice.chat).press('Enter')
  await expect(alice.chat.getByText('A file could not be uploaded. Try it again or remove it.')).toBeVisible()
  await alice.chat.getByRole('button', { name: 'Remove logo.svg' }).click()
  await choose(alice.chat).setInputFiles({
    name: 'film.zip',
    mimeType: 'application/zip',
    buffer: Buffer.alloc(10 * 2 ** 20 + 1),
  })
  await expect(tray(alice.chat).getByRole('alert')).toHaveText('Too large: at most 10 MB.')
  await alice.chat.getByRole('button', { name: 'Remove film.zip' }).click()
  await expect(tray(alice.chat)).toBeHidden()
  await composer(alice.chat).press('Enter')
  await expect(log(alice.chat)).toContainText('With a drawing')
})

test('a photo taken with the camera turned stands upright when it has been shrunk', async ({ customer }) => {
  const alice = await customer()
  await openChat(alice)
  const photo = turned(await drawPicture(composer(alice.chat), 2400, 1200, 'image/jpeg'))
  await pasteFile(composer(alice.chat), 'tower.jpg', 'image/jpeg', photo)
  await expect(tray(alice.chat)).toContainText(/[kM]B/)
  await alice.chat.getByRole('button', { name: 'Send' }).click()
  const picture = log(alice.chat).getByRole('button', { name: 'Enlarge tower.jpg' })
  await expect.poll(() => isDrawn(picture)).toBe(true)
  const sizes = await picture
    .getByRole('img')
    .evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight])
  expect(sizes).toEqual([1000, 2000])
  expect(await picture.boundingBox()).toMatchObject({ width: 140, height: 280 })
})

test('what is ready survives a reload, and an upload can be given up', async ({ customer }) => {
  const alice = await customer()
  await openChat(alice)
  const hello = unique('Hello')
  await write(alice.chat, hello)
  await expect(log(alice.chat)).toContainText(hello)
  await choose(alice.chat).setInputFiles({ name: 'kept.pdf', mimeType: 'application/pdf', buffer: PDF })
  await expect(tray(alice.chat).getByText(/\d byte/)).toBeVisible()
  await alice.page.reload()
  await openChat(alice)
  const back = alice.chat.getByRole('link').filter({ hasText: hello })
  await back.or(composer(alice.chat)).first().waitFor()
  if (await back.isVisible()) await back.click()
  await expect(tray(alice.chat)).toContainText('kept.pdf')
  await alice.chat.getByRole('button', { name: 'Send' }).click()
  await expect(log(alice.chat).getByRole('button', { name: 'Download kept.pdf' })).toBeVisible()
})

test.describe('over a bad network', () => {
  test.use({ allowed: { complaints: NETWORK_COMPLAINTS } })

  test('an upload that is cut off goes on by itself, and the message has its file once', async ({
    customer,
    network,
    agent,
  }) => {
    test.setTimeout(120_000)
    const wire = await network()
    const alice = await customer({ network: wire })
    const inbox = await agent()
    const hello = unique('Cut')
    await openChat(alice)
    await write(alice.chat, hello)
    await openRow(inbox.page, hello)
    wire.cut()
    await choose(alice.chat).setInputFiles({
      name: 'long.zip',
      mimeType: 'application/zip',
      buffer: Buffer.alloc(3 * 2 ** 20, 7),
    })
    await expect(tray(alice.chat)).toContainText('Cut off; it goes on by itself…')
    wire.mend()
    await expect(tray(alice.chat)).toContainText('3.1 MB', { timeout: 40_000 })
    await alice.chat.getByRole('button', { name: 'Send' }).click()
    await expect(log(inbox.page).getByRole('button', { name: 'Download long.zip' })).toHaveCount(1)
  })
})
