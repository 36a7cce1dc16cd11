import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchWords, wordsToFind } from '../../src/domain/search-words.ts'

for (const [text, words] of [
  ['Maria Lindqvist', ['maria', 'lindqvist']],
  ['Åsa MØLLER-Groß', ['asa', 'moller', 'gross']],
  ['Łukasz Đorđević', ['lukasz', 'dordevic']],
  ['Straße STRASSE', ['strasse']],
  ['İpek Yıldız', ['ipek', 'yildiz']],
  ['ΝΊΚΟΣ Νίκος', ['νικοσ']],
  ["Siobhán O'Neill", ['siobhan', 'o', 'neill']],
  ['jo.lind+it@northwind.example', ['jo', 'lind', 'it', 'northwind', 'example']],
  ['ﬁne ２００', ['fine', '200']],
  ['山田太郎', ['山田太郎']],
  ['% _ \\ \0', []],
  ['x'.repeat(60), ['x'.repeat(50)]],
  ['𠮷'.repeat(60), ['𠮷'.repeat(50)]],
] as const) {
  test(`A30 · the words of ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.deepEqual(searchWords(text), words)
  })
}

for (const [typed, expected] of [
  ['north northwind n', ['northwind']],
  ['Jo Johanna lind', ['johanna', 'lind']],
  ['Ø ole', ['ole']],
  ['ann anna', ['anna']],
  ['one two one', ['one', 'two']],
  ['  ', []],
] as const) {
  test(`A30 · a search for "${typed}" looks for ${expected.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(wordsToFind(typed), expected)
  })
}
