import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { messagesIn } from '../../src/languages/index.ts'

const root = join(import.meta.dirname, '../..')

function filesIn(dir: string, ending: string): [name: string, text: string][] {
  return readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => [file, readFileSync(join(root, dir, file), 'utf8')])
}

const templates = filesIn('views', '.eta')

/** Attributes that people read or hear. */
const READ_OUT = /\s(?:aria-label|title|placeholder|alt)="([^"]*)"/g

test('no template holds words of its own: all of them stand in the catalogues', () => {
  assert.ok(templates.length > 30)
  for (const [name, text] of templates) {
    const html = text.replace(/<%.*?%>/gs, '')
    assert.doesNotMatch(html.replace(/<[^>]*>/g, ''), /\p{L}/u, name)
    for (const [attribute, words = ''] of html.matchAll(READ_OUT))
      assert.doesNotMatch(words, /\p{L}/u, `${name}: ${attribute}`)
    const literals = [...text.matchAll(/<%.*?%>/gs)].flatMap(([code]) => code.match(/'[^']*'|"[^"]*"/g) ?? [])
    for (const literal of literals) assert.doesNotMatch(literal, /^.\p{Lu}|\p{L} \p{L}/u, name)
  }
})

test('the script of the pages holds no words either', () => {
  const script = readFileSync(join(root, 'public/gatehouse.js'), 'utf8').replace(
    /^\s*(\/\/|\/?\*|'use strict').*$/gm,
    '',
  )
  for (const [literal] of script.matchAll(/'[^']*'|`[^`]*`/g)) assert.doesNotMatch(literal, /\p{L} \p{L}/u)
})

test('every message of the catalogues is said somewhere', () => {
  const said = [...templates, ...filesIn('src', '.ts').filter(([name]) => !/^languages\/\w\w\//.test(name))]
  const everything = said.map(([, text]) => text).join('\n')
  const { manner: _manner, sentences, ...pages } = messagesIn('en')
  const unsaid = [...keysOf(pages), ...Object.keys(sentences)].filter(
    (key) => !new RegExp(`\\b${key}\\b`).test(everything),
  )
  assert.deepEqual(unsaid, [])
})

function keysOf(words: object): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? [key, ...keysOf(value)] : [key],
  )
}
