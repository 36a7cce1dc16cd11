/** Longer words are told apart by their beginning alone. */
const LONGEST_WORD = 50

/** Letters with which Unicode decomposes nothing, and what people type for them. */
const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
}

/**
 * The words of a text, each once, without capitals and accents: "Åsa Møller-Groß" and "asa moller gross" have the same.
 * What is neither letter nor digit parts words: `jo.lind@northwind.example` has four.
 */
export function searchWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // Upper case first: "ß" has no other way to "ss".
    .toUpperCase()
    .toLowerCase()
    .replace(/[øłđðþæœıς]/g, (letter) => PLAIN[letter] ?? letter)
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words.map((word) => Array.from(word).slice(0, LONGEST_WORD).join('')))]
}

/**
 * The words of a search by which people are told apart: whoever has a word that begins with "northwind" has one that begins with
 * "north". So no word of theirs is looked for twice, however many are typed.
 */
export function wordsToFind(typed: string): string[] {
  const words = searchWords(typed)
  return words.filter((word) => !words.some((other) => other !== word && other.startsWith(word)))
}
