import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COLOUR_NAMES, contrast, DEFAULT_PALETTES, unreadable } from '../../src/domain/palette.ts'

test('the contrast of two colours is WCAG’s, whichever is named first', () => {
  const known: [one: string, other: string, ratio: number][] = [
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4.0],
  ]
  for (const [one, other, ratio] of known) {
    assert.equal(contrast(one, other).toFixed(2), ratio.toFixed(2), `${one} ${other}`)
    assert.equal(contrast(other, one), contrast(one, other))
  }
})

test('what the gateway comes with can be read, in light and in dark', () => {
  for (const palette of Object.values(DEFAULT_PALETTES)) assert.deepEqual(unreadable(palette), [])
})

test('what cannot be read is named, with what it stands on', () => {
  const { light } = DEFAULT_PALETTES
  const found = unreadable({ ...light, quiet: '#999999', edge: '#eeeeee' })
  assert.deepEqual(
    found.map(({ front, back, least }) => `${front} on ${back}: ${least}`),
    ['quiet on page: 4.5', 'quiet on card: 4.5', 'quiet on tint: 4.5', 'edge on card: 3'],
  )
})

test('the stylesheet uses the colours of the palette, all of them, and has none of its own', () => {
  const css = readFileSync(new URL('../../public/gatehouse.css', import.meta.url), 'utf8')
  const used = new Set([...css.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name]) => name))
  const defined = new Set([...css.matchAll(/^\s*--([a-z-]+):/gm)].map(([, name]) => name))
  assert.deepEqual(used.difference(defined), new Set(COLOUR_NAMES.map((name) => name.replaceAll('_', '-'))))
  // The QR code is for a camera, and white in the dark too.
  assert.deepEqual(
    [...css.matchAll(/#[0-9a-f]{3,8}\b/g)].map(([colour]) => colour),
    ['#fff'],
  )
})
