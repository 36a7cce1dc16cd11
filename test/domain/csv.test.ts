import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { csvRecord } from '../../src/domain/csv.ts'

test('RFC 4180: what comes out reads back as it was, quotes, separators and line breaks too', () => {
  const cells = ['Ada', '', 'Nwosu, Ada', 'say "hi"', 'two\nlines', 'Åsa 😀', ' kept ', '\\', "O'Brien"]
  const text = csvRecord(cells)
  assert.ok(text.endsWith('\r\n'))
  assert.deepEqual(parse(text), [cells])
})

test('no cell begins with what a spreadsheet takes for a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
    const typed = `${start}HYPERLINK("http://x.example")`
    assert.deepEqual(parse(csvRecord([typed])), [[`'${typed}`]], JSON.stringify(start))
  }
  assert.equal(csvRecord(['a=b', '1-2', 'a@b.example']), '"a=b","1-2","a@b.example"\r\n')
})
