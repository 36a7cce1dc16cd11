import type { ReasonSentences } from './reason.ts'

/**
 * What a person may be told by a rule or a route, by its kind, with the facts that it is told with. Pages and messages
 * put it into words in the language of whoever reads it: `src/languages/`.
 */
interface Sentences extends ReasonSentences {
  // Signing in
  password_wrong: NoFacts
  /** The password of somebody who is signed in. */
  own_password_wrong: NoFacts
  /** `waitMs`: how long until another try is listened to. */
  too_many_tries: { waitMs: number }

  // Why was I asked?
  not_an_address: NoFacts
  not_a_time: NoFacts
}

/** A sentence that has no facts to tell. */
type NoFacts = object

export type SentenceKind = keyof Sentences
export type SentenceFacts<Kind extends SentenceKind> = Sentences[Kind]
export type Sentence = { [Kind in SentenceKind]: { kind: Kind } & Sentences[Kind] }[SentenceKind]
