import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// The guides are written twice, by hand: what is no prose must be the same in both languages, or one of them is out of date.

const guides = ['README.md', 'CHANGELOG.md', ...readdirSync('docs').map((file) => join('docs', file))].filter((file) =>
  file.endsWith('.md'),
)
const french = [...guides, 'README.fr.md'].filter((file) => file.endsWith('.fr.md'))
const englishOf = (file: string) => file.replace('.fr.md', '.md')

const CODE = /^```(\w*)\n(.*?)^```$/gms

/** What a reader copies: without comments, which are translated, and with the one name that is. */
const code = (text: string) =>
  [...text.matchAll(CODE)].map(([, language, lines = '']) => [
    language,
    lines.replace(/^(\/\/|--|#) .*\n/gm, '').replaceAll('votre-projet', 'your-project'),
  ])
const prose = (text: string) => text.replaceAll(CODE, '')
const headings = (text: string) => [...prose(text).matchAll(/^(#+) .+$/gm)]
const tables = (text: string) => [...prose(text).matchAll(/(?:^\|.*\n)+/gm)].map(([rows]) => rows.split('\n').length)
const names = (text: string) =>
  [...new Set([...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name))]
    .map((name) => name.replaceAll('votre-projet', 'your-project'))
    .toSorted()

test('each guide for those who run a site is there in French', () => {
  expect(french.toSorted()).toEqual(
    ['README', 'docs/embed', 'docs/identity', 'docs/production', 'docs/reports'].map((name) => `${name}.fr.md`),
  )
})

test.each(french)('%s has the headings, tables, code and names of the English one', (file) => {
  const [own, english] = [file, englishOf(file)].map((name) => readFileSync(name, 'utf8')) as [string, string]
  expect(headings(own).map(([, level]) => level)).toEqual(headings(english).map(([, level]) => level))
  expect(tables(own)).toEqual(tables(english))
  expect(code(own)).toEqual(code(english))
  expect(names(own)).toEqual(names(english))
})

/** As GitHub makes them of headings. */
const anchors = (text: string) =>
  headings(text).map(([line]) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each([...new Set([...guides, ...french])])('every link of %s to another page leads somewhere', (file) => {
  const text = readFileSync(file, 'utf8')
  const links = [...prose(text).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)]
  const broken = links.filter(([, path = '', anchor = '']) => {
    const target = path ? join(dirname(file), path) : file
    return !existsSync(target) || (anchor !== '' && !anchors(readFileSync(target, 'utf8')).includes(anchor))
  })
  expect(broken.map(([link]) => link)).toEqual([])
})
