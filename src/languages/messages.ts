import type { ReasonSentences } from '../domain/reason.ts'
import type { Sentence, SentenceFacts, SentenceKind } from '../domain/sentence.ts'
import type { en } from './en/index.ts'
import type { Manner } from './manner.ts'

/** Every word of the pages and messages in one language: what English has, each language has, or nothing compiles. */
export type Messages = Loosened<Omit<typeof en, 'manner' | 'sentences'>> & { manner: Manner; sentences: Sayings }

/** How each sentence of the domain is said. */
export type Sayings = { [Kind in SentenceKind]: string | ((facts: SentenceFacts<Kind>) => string) }

/** How the reasons of decisions are said: the part of `Sayings` that is in a file of its own. */
export type Reasons = Pick<Sayings, keyof ReasonSentences>

/** The same words in another language: texts for texts, functions of the same facts for functions. */
type Loosened<Words> = Words extends string
  ? string
  : Words extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { [Key in keyof Words]: Loosened<Words[Key]> }

/** Puts a sentence of the domain into words. */
export function say(sentence: Sentence, { sentences }: { sentences: Sayings }): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a kind and its facts stand in one object: TypeScript does not follow that
  const saying = sentences[sentence.kind] as string | ((facts: Sentence) => string)
  return typeof saying === 'string' ? saying : saying(sentence)
}
