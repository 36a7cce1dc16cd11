import type { Sayings } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'
import { codeNotSent } from './code-not-sent.ts'

const { afterWait, country, plural } = manner

const APPS = { held: 'Use your authenticator app', offered: 'Set up an authenticator app' }

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: "That username and password don't match.",
  own_password_wrong: "That isn't your password.",
  too_many_tries: ({ waitMs }) => `Too many tries. Try again ${afterWait(waitMs)}.`,
  many_signing_in: 'Many people are signing in right now. Try again in a moment.',
  signing_in_unavailable: "We can't sign you in right now. Nothing is wrong with your account. Try again in a moment.",
  session_ended: 'Your session has ended. Sign in again.',
  two_session_cookies: 'Your browser sent two sign-ins at once. Clear the cookies of this site.',
  sign_in_first: 'Sign in first.',
  second_factor_first: 'Finish signing in with your second factor first.',
  set_up_first: 'Set up two-factor authentication first.',
  app_not_for_account: 'This account may not enter this application.',
  proof_first: 'Prove who you are again first, on the page that asks for it.',

  // Codes
  code_wrong: ({ triesLeft }) =>
    triesLeft === null
      ? "That code isn't right."
      : `That code isn't right. ${plural(triesLeft, { one: `${triesLeft} try left`, other: `${triesLeft} tries left` })}.`,
  app_code_wrong:
    "That code doesn't match. Each one works once: enter the next one, and check that your phone's clock is set automatically.",
  code_used_up: 'Too many tries. Get a new code.',
  code_expired: 'This code has expired. We can send a new one.',
  code_unknown: 'That code no longer works. Enter the newest one, or get another.',
  code_just_sent: ({ waitMs }) => `A code was sent just now. You can ask for a new one ${afterWait(waitMs)}.`,
  many_codes_sent: ({ waitMs }) => `Many codes were sent already. You can ask for a new one ${afterWait(waitMs)}.`,
  no_more_codes: ({ waitMs, appFactor }) => {
    const again = `try again ${afterWait(waitMs)}`
    const ways =
      appFactor === null ? `${capitalised(again)}, or ask your admin for help` : `${APPS[appFactor]}, or ${again}`
    return `No code can be sent for now. ${ways}.`
  },
  code_not_sent: codeNotSent,
  no_code_sent: "We couldn't send a code. Try again in a few minutes.",
  channel_missing: 'Choose SMS or Phone Call.',
  mail_not_sent: "We couldn't send the mail. Try again in a few minutes.",

  // Passwords for apps
  credential_name_unreadable: 'Enter the name that you sign in to that app with. There is no colon in it.',
  credential_password_missing: 'Enter the password that you have there.',
  credential_missing: ({ app }) => `${app} needs the name and password that you have there first.`,
  credential_refused: ({ app }) => `${app} did not accept your name and password there. Enter them again.`,

  // Setting up a second factor
  number_unreadable: (asked) =>
    `That doesn't look like a phone number in ${country(asked.country)}. Example: ${asked.example}`,
  country_missing: 'Choose your country, then enter your mobile number.',
  number_refused: "We can't send codes to this kind of number.",
  first_app_code_wrong:
    "That code doesn't match. Check that your phone's clock is set automatically, and enter the code shown now.",
  factor_set_up_meanwhile: 'Another factor was set up for this account in the meantime. Use that one.',
  number_is_yours: 'That is the number you have already.',
  app_name_missing: 'Enter a name of 1 to 50 characters.',
  app_not_added: ({ most }) =>
    `The app was not added. An account holds ${most} at most: remove one that you no longer use.`,
  app_key_hidden: "You asked for this key a while ago, so it isn't shown any more. Add the app again.",
  last_factor: 'This is your only second factor, and your company asks everyone for one. Add another one first.',
  reminder_refused: 'Your company asks everyone to use two-factor authentication, so it has to be set up now.',

  // New passwords
  sign_up_link_over:
    "This link doesn't work any more. It was used, replaced by a newer one, or has run out. Ask the admin of your company for a new one.",
  password_too_short: ({ least }) => `Use at least ${least} characters. A few words are easy to remember.`,
  password_too_long: 'This password is too long. Use a shorter one.',
  password_common: 'This is one of the passwords that are tried first. Use another one.',
  password_own_words: "Don't use your username or the portal's name as the password. Use another one.",

  // Administration
  only_admins: 'Only admins of your company may open this page.',
  name_missing: 'Enter a name of 1 to 200 characters.',
  employee_unknown: 'Nobody of your company is at this address. Go back to Manage Employees.',
  username_unreadable: 'Enter an e-mail address. Example: maria@example.com',
  username_taken: 'This username is taken. Use another one.',
  many_employees_added: ({ waitMs }) =>
    `Nobody more can be added just now: too many people were added, or too many usernames were taken. Try again ${afterWait(waitMs)}.`,
  mandate_not_confirmed: 'Tick this box if you want it for everyone, or cancel.',
  role_missing: 'Choose one of the two roles.',
  last_admin: ({ company }) => `${company} needs at least one admin. Make somebody else admin first.`,
  giving_up_admin: "You won't be able to open these pages any more. Tick the box below if you mean it.",
  cell_phone_missing:
    'Codes go to this number: enter the one that takes its place. To take the phone away as a factor, reset the factors.',
  own_number_in_settings: 'Change your own number in Settings, where you prove it.',
  desk_phone_unreadable: "That doesn't look like a phone number. Example: +44 161 496 0000 ext. 12",
  step_not_confirmed: 'Press the button if this is what you want, or cancel.',
  disabling_oneself: "You can't disable yourself: you would have no way back in. Another admin can do it.",
  resetting_oneself: "You can't reset your own factors here. Change them in Settings.",
  unlocking_oneself:
    "You can't unlock yourself: somebody who has your password could guess on and on. Wait, or ask another admin.",

  // Requests
  no_page: 'There is no page at this address. Check the address, or go back.',
  nothing_to_send: 'Nothing can be sent to this page. Go back to where you were.',
  method_not_passed_on: 'Requests of this kind are not passed on.',
  host_unknown: 'This gateway does not answer for the host of this request.',
  host_invalid: 'This request does not name a valid host.',
  host_repeated: 'This request names more than one host.',
  length_uncertain: 'Where this request ends can be read in more than one way, so it was not passed on.',
  address_invalid: 'The address of this request is not valid.',
  address_ambiguous: 'This address can be read in more than one way, so it was not passed on.',
  not_http_1: 'This is no HTTP/1 request.',
  no_handshake: 'This is no WebSocket handshake.',
  nothing_asked: 'This request does not say what it asks about.',
  proxy_not_listed: 'This answers the proxies that the configuration lists, and nobody else.',
  own_page_asked: "The gateway's own pages are not asked about: pass them on as they are.",
  front_outdated: 'The proxy in front was configured from another gatehouse.yaml: print its configuration anew.',
  body_too_slow: 'Your request stopped half-way. Send it again.',
  app_busy: ({ app }) => `${app} is busy. Try again in a moment.`,
  form_unreadable: "We couldn't read that form. Go back and send it again.",
  form_too_large: 'That form is larger than anything we ask for. Go back and send it again.',
  form_of_another_site:
    'This request came from another site, so nothing was done. Open the page again and send the form from there.',
  opened_by_another_site: 'This connection was opened by another site.',

  // Apps, and the gateway itself
  app_silent: ({ app }) => `${app} isn't answering. Try again in a moment.`,
  app_too_slow: ({ app }) => `${app} took too long to answer. Try again in a moment.`,
  connection_gone: 'The connection is gone.',
  stopping: 'This gateway is stopping. Try again in a moment.',
  went_wrong: 'Something went wrong on our side. Try again in a moment.',

  // Why was I asked?
  not_an_address: "That isn't an address. Example: 192.0.2.7 or 2001:db8::7",
  not_a_day: "That isn't a date. Example: 2027-01-15",
  not_a_time: "That isn't a time. Example: 2027-01-15, or 2027-01-15T08:00:00Z",
}
