import type { DeliveryFault, Remedy } from './delivery.ts'
import type { Channel } from './factor.ts'
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
  many_signing_in: NoFacts
  signing_in_unavailable: NoFacts
  session_ended: NoFacts
  two_session_cookies: NoFacts
  sign_in_first: NoFacts
  second_factor_first: NoFacts
  set_up_first: NoFacts
  app_not_for_account: NoFacts
  proof_first: NoFacts

  // Codes
  /** `triesLeft` is null where they are not counted. */
  code_wrong: { triesLeft: number | null }
  app_code_wrong: NoFacts
  code_used_up: NoFacts
  code_expired: NoFacts
  code_unknown: NoFacts
  code_just_sent: { waitMs: number }
  many_codes_sent: { waitMs: number }
  /** `appFactor` is an authenticator app that the account holds, or may set up where it is; null for neither. */
  no_more_codes: { waitMs: number; appFactor: 'held' | 'offered' | null }
  /** `remedies`: what may be done instead, the best first; never empty. */
  code_not_sent: { fault: DeliveryFault; channel: Channel; remedies: readonly Remedy[] }
  no_code_sent: NoFacts
  channel_missing: NoFacts
  mail_not_sent: NoFacts

  // Passwords for apps
  credential_name_unreadable: NoFacts
  credential_password_missing: NoFacts
  credential_missing: { app: string }
  credential_refused: { app: string }

  // Setting up a second factor
  /** `country` in ISO 3166-1 alpha-2, `example` as people there write it. */
  number_unreadable: { country: string; example: string }
  country_missing: NoFacts
  number_refused: NoFacts
  first_app_code_wrong: NoFacts
  factor_set_up_meanwhile: NoFacts
  number_is_yours: NoFacts
  app_name_missing: NoFacts
  app_not_added: { most: number }
  app_key_hidden: NoFacts
  last_factor: NoFacts
  reminder_refused: NoFacts

  // Signing up, and new passwords
  sign_up_link_over: NoFacts
  password_too_short: { least: number }
  password_too_long: NoFacts
  password_common: NoFacts
  password_own_words: NoFacts

  // Administration
  only_admins: NoFacts
  name_missing: NoFacts
  employee_unknown: NoFacts
  mandate_not_confirmed: NoFacts
  username_unreadable: NoFacts
  username_taken: NoFacts
  /** Or too many usernames of theirs were taken. */
  many_employees_added: { waitMs: number }
  role_missing: NoFacts
  last_admin: { company: string }
  giving_up_admin: NoFacts
  cell_phone_missing: NoFacts
  own_number_in_settings: NoFacts
  desk_phone_unreadable: NoFacts
  step_not_confirmed: NoFacts
  disabling_oneself: NoFacts
  resetting_oneself: NoFacts
  unlocking_oneself: NoFacts

  // Requests
  no_page: NoFacts
  nothing_to_send: NoFacts
  method_not_passed_on: NoFacts
  host_unknown: NoFacts
  host_invalid: NoFacts
  host_repeated: NoFacts
  length_uncertain: NoFacts
  address_invalid: NoFacts
  address_ambiguous: NoFacts
  not_http_1: NoFacts
  no_handshake: NoFacts
  nothing_asked: NoFacts
  body_too_slow: NoFacts
  app_busy: { app: string }
  proxy_not_listed: NoFacts
  own_page_asked: NoFacts
  front_outdated: NoFacts
  form_unreadable: NoFacts
  form_too_large: NoFacts
  form_of_another_site: NoFacts
  opened_by_another_site: NoFacts

  // Apps, and the gateway itself
  app_silent: { app: string }
  app_too_slow: { app: string }
  connection_gone: NoFacts
  stopping: NoFacts
  went_wrong: NoFacts

  // Why was I asked?
  not_an_address: NoFacts
  not_a_time: NoFacts
  not_a_day: NoFacts
}

/** A sentence that is told without any. */
type NoFacts = object

export type SentenceKind = keyof Sentences
export type SentenceFacts<Kind extends SentenceKind> = Sentences[Kind]
export type Sentence = { [Kind in SentenceKind]: { kind: Kind } & Sentences[Kind] }[SentenceKind]
