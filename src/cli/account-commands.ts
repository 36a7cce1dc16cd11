import { addAccount } from './account-add.ts'
import {
  disable,
  enable,
  endSessions,
  resetFactors,
  setLanguage,
  setPassword,
  setPhone,
  setRole,
  unlock,
} from './account-changes.ts'
import { LANGUAGES, readLanguage } from '../domain/language.ts'
import { asRole, languageFault, roleFault } from './account-entry.ts'
import { importAccounts } from './account-import.ts'
import { listAccounts, showAccount } from './account-show.ts'
import { type AccountWork, onAccounts, type Outcome } from './account-work.ts'
import type { Command, Option } from './command.ts'
import { CONFIG, DATA } from './options.ts'

const COMPANY: Option = { takes: 'ID', says: 'company, by its key in policy.yaml' }
const JSON_OUTPUT: Option = { takes: null, says: 'print JSON' }
const PASSWORD_STDIN: Option = {
  takes: null,
  says: 'read the password from standard input, as is done without a terminal',
}
const LEAVE_NO_ADMIN: Option = { takes: null, says: 'even if it is the last admin of the company' }
const COUNTRY: Option = {
  takes: 'CC',
  says: 'country in whose national spelling numbers are given, as GB',
  fault: (typed) => (/^[A-Za-z]{2}$/.test(typed) ? null : `"${typed}" is no country: give two letters, as GB.`),
}
const ROLE: Option = {
  takes: 'ROLE',
  says: 'admin or member (member)',
  fault: (typed) => (asRole(typed) === null ? `${roleFault(typed)}.` : null),
}

const LANGUAGE: Option = {
  takes: 'LANGUAGE',
  says: `what messages are written in: ${LANGUAGES.join(', ')} (that of the browser at the first sign-in)`,
  fault: (typed) => (readLanguage(typed) === null ? `${languageFault(typed)}.` : null),
}

/** `gatehouse account …`: accounts from the command line, beside a running gateway. */
export function accountCommands(): Command[] {
  return [
    {
      ...onAccount('add', addAccount, { mayCreate: true }),
      options: {
        company: { ...COMPANY, required: true },
        name: { takes: 'NAME', says: 'name of the person', required: true },
        role: ROLE,
        email: { takes: 'ADDRESS', says: 'e-mail address (the username, if it is one)' },
        phone: { takes: 'NUMBER', says: 'cell phone number on file; it enrolls nobody' },
        language: LANGUAGE,
        country: COUNTRY,
        'password-stdin': PASSWORD_STDIN,
        ...PLACES,
      },
      says: 'add an account; its password is asked for',
    },
    {
      ...onAccount('import', importAccounts, { mayCreate: true }),
      takes: ['FILE'],
      options: {
        'dry-run': { takes: null, says: 'say what would be done, and change nothing' },
        country: COUNTRY,
        ...PLACES,
      },
      says: 'add every account of a file, CSV with a header or JSON lines (- for standard input), or none',
    },
    {
      ...onAccount('list', listAccounts),
      takes: [],
      options: { company: COMPANY, json: JSON_OUTPUT, ...PLACES },
      says: 'list accounts',
    },
    {
      ...onAccount('show', showAccount),
      options: { json: JSON_OUTPUT, ...PLACES },
      says: 'everything about one account but its secrets',
    },
    {
      ...onAccount('set-password', setPassword),
      options: { 'password-stdin': PASSWORD_STDIN, ...PLACES },
      says: 'give a new password, which is asked for; ends sessions',
    },
    {
      ...onAccount('set-phone', setPhone),
      takes: ['USERNAME', 'NUMBER'],
      options: { country: COUNTRY, ...PLACES },
      says: 'change the number on file, and where codes go; enrolls nobody',
    },
    {
      ...onAccount('set-role', setRole),
      takes: ['USERNAME', 'ROLE'],
      options: { 'leave-no-admin': LEAVE_NO_ADMIN, ...PLACES },
      says: 'make somebody admin or member',
    },
    {
      ...onAccount('set-language', setLanguage),
      takes: ['USERNAME', 'LANGUAGE'],
      says: `what messages are written in: ${LANGUAGES.join(', ')}, or none for that of the browser`,
    },
    { ...onAccount('unlock', unlock), says: 'forget the failures at the second factor' },
    {
      ...onAccount('reset-factors', resetFactors),
      says: 'remove every second factor, for somebody who lost theirs; ends sessions',
    },
    {
      ...onAccount('disable', disable),
      options: { 'leave-no-admin': LEAVE_NO_ADMIN, ...PLACES },
      says: 'let somebody sign in no more; ends sessions',
    },
    { ...onAccount('enable', enable), says: 'let somebody sign in again' },
    { ...onAccount('end-sessions', endSessions), says: 'sign somebody out everywhere' },
  ]
}

const PLACES = { config: CONFIG, data: DATA }

/** What these commands have in common; each says for itself what is different. */
function onAccount(
  name: string,
  work: (given: AccountWork) => Promise<Outcome>,
  options: { mayCreate?: boolean } = {},
): Omit<Command, 'says'> {
  return {
    name: `account ${name}`,
    takes: ['USERNAME'],
    options: PLACES,
    run: (asked) => onAccounts(asked, work, options),
  }
}
