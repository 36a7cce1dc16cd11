import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Language, LANGUAGES } from '../../src/domain/language.ts'
import { placeholdersIn } from '../../src/domain/template.ts'
import { messagesIn } from '../../src/languages/index.ts'

/** What is the same in another language as in English, and is meant to be. */
const SAME: Record<string, string[]> = {
  de: [
    'employee.name',
    'employee.status',
    'employees.name',
    'employees.status',
    'enrollment.admin',
    'settings.appName',
    'settings.name',
  ],
  fr: ['auditReasons.email'],
  es: ['errors.error', 'frame.error'],
}

/** Facts of every kind that a sentence may be told with; every other one is a number. */
const FACTS: Record<string, unknown> = {
  companyKind: 'partner',
  kinds: ['phone', 'app'],
  networks: ['HQ'],
  app: 'Backup',
  appFactor: 'offered',
  country: 'CA',
  example: '506-234-5678',
  fault: 'landline_refused',
  channel: 'sms',
  remedies: ['get_call', 'use_app'],
}
const anyFacts = new Proxy(FACTS, { get: (facts, key) => facts[String(key)] ?? 3 })

/** Everything that a catalogue says, by where it stands: `signIn.title`. */
function saidIn(words: object, path: string[] = []): [name: string, said: string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = [...path, key]
    if (typeof value === 'string') return [[name.join('.'), value]]
    if (typeof value === 'function') return [[name.join('.'), String(value(anyFacts))]]
    return typeof value === 'object' && value !== null ? saidIn(value, name) : []
  })
}

function catalogue(language: (typeof LANGUAGES)[number]): Map<string, string> {
  const { manner: _manner, ...words } = messagesIn(language)
  return new Map(saidIn(words))
}

const english = catalogue('en')

test('the English catalogue is not empty', () => {
  assert.ok(english.size > 20)
})

for (const language of LANGUAGES) {
  const said = catalogue(language)

  test(`${language} has every message that English has, and no other`, () => {
    assert.deepEqual([...said.keys()].toSorted(), [...english.keys()].toSorted())
  })

  test(`${language}: each message says something, in one line, and holds nothing that was not filled in`, () => {
    for (const [name, sentence] of said) {
      assert.match(sentence, /^\S(.*\S)?$/, name)
      assert.doesNotMatch(sentence, /\b(?:undefined|null|NaN)\b|\[object | {2}/, name)
    }
  })

  test(`${language} puts into each message what English puts there`, () => {
    for (const [name, sentence] of said) {
      const slots = placeholdersIn(sentence).toSorted()
      assert.deepEqual(slots, placeholdersIn(english.get(name) ?? '').toSorted(), name)
    }
  })

  if (language === 'en') continue
  test(`${language} leaves nothing in English, but for what is the same in both`, () => {
    const same = [...said].filter(([name, sentence]) => sentence === english.get(name)).map(([name]) => name)
    assert.deepEqual(same.toSorted(), SAME[language]?.toSorted())
  })
}

test('in French nothing that stands before a high sign is parted from it at the end of a line', () => {
  for (const [name, sentence] of catalogue('fr')) assert.doesNotMatch(sentence, / [;:!?»]|« /, name)
})

test('what somebody wrote stands in no sentence that has slots: it could pass for one', () => {
  const counts = { digits: 6, missing: 1, people: 2 }
  const written = new Proxy(counts, { get: (numbers, key) => Reflect.get(numbers, key) ?? '{written}' })
  const attempt = (words: (facts: object) => unknown): string => {
    try {
      return String(words(written))
    } catch {
      // It takes no text.
      return ''
    }
  }
  const { manner: _manner, ...words } = messagesIn('en')
  for (const [name, say] of functionsIn(words)) {
    const slots = new Set(placeholdersIn(attempt(say)))
    assert.ok(!slots.has('written') || slots.size === 1, name)
  }
})

function functionsIn(words: object, path: string[] = []): [name: string, say: (facts: object) => unknown][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const name = [...path, key]
    if (typeof value === 'function') return [[name.join('.'), value as (facts: object) => unknown]]
    return typeof value === 'object' && value !== null ? functionsIn(value, name) : []
  })
}

/** Words for which each catalogue has another one that it keeps to. */
const OTHER_WORDS: Partial<Record<Language, RegExp>> = {
  de: /Netzwerk|deaktivier|Einladungslink|Mitarbeitende|Bürotelefon/i,
  fr: /société|déverrouill|courriel|codes? faux|’/i,
  es: /erróneo/i,
}

for (const language of LANGUAGES) {
  const others = OTHER_WORDS[language]
  if (others === undefined) continue
  test(`${language} has one word for one thing`, () => {
    const found = [...catalogue(language)].filter(([, sentence]) => others.test(sentence))
    assert.deepEqual(found, [])
  })
}

test('what is called the same in the audit trail and in recent activity in English is so in every language', () => {
  const { audit, settings } = messagesIn('en')
  const pairs = Object.entries(audit.events).flatMap(([event, name]) =>
    Object.entries(settings.happened).flatMap(([activity, said]) => (said === name ? [[event, activity]] : [])),
  )
  assert.ok(pairs.length > 10)
  for (const language of LANGUAGES) {
    const said = catalogue(language)
    for (const [event, activity] of pairs) {
      assert.equal(said.get(`audit.events.${event}`), said.get(`settings.happened.${activity}`), language)
    }
  }
})
