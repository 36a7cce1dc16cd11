import type { Messages } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'

const { plural, after, every } = manner

export const companySettings: Messages['companySettings'] = {
  title: 'Firmeneinstellungen',
  authentication: 'Einstellungen zur Anmeldung',
  forAll: '2FA für alle',
  enabled: 'Eingeschaltet',
  since: 'seit {since} durch {by}. Das lässt sich nicht wieder ausschalten.',
  policy: 'die Richtlinie',
  formerAdmin: 'einen Admin, der nicht mehr hier ist',
  once: ({ company }) =>
    `Sobald sie eingeschaltet ist, melden sich alle bei ${company} mit einem zweiten Faktor an; wer keinen hat, richtet ihn bei der nächsten Anmeldung ein. Das lässt sich nicht rückgängig machen.`,
  announced: 'Ab dem {from} ist sie auf jeden Fall Pflicht.',
  enable: 'Einschalten',
  enableAll: '2FA für alle einschalten',
  reminder: 'Erinnerung',
  reminderNever: 'Niemand kann es aufschieben: 2FA ist hier Pflicht.',
  reminderOffered: ({ lastsMs }) =>
    `Wer noch keinen zweiten Faktor hat, kann „${capitalised(after(lastsMs))} erinnern“ wählen, so oft wie gewünscht.`,
  reminderNone: 'Niemand kann es aufschieben.',
  networks: 'Vertraute Netze',
  noNetworks: ({ company }) =>
    `Die Richtlinie nennt keine für ${company}: Bei jeder Anmeldung wird nach einem Code gefragt.`,
  relief: ({ everyMs }) =>
    `Dort wird ${every(everyMs)} nach einem Code gefragt, von überall sonst bei jeder Anmeldung.`,
  noRelief: 'Die Richtlinie hat die Erleichterung ausgeschaltet: Bei jeder Anmeldung wird nach einem Code gefragt.',
  here: 'Hier sind Sie',
  address: 'Ihre Adresse jetzt: {address}.',
  addressIn: 'Ihre Adresse jetzt: {address}, in {network}.',
  addressOutside: 'Ihre Adresse jetzt: {address}, in keinem davon.',
  enrolled: '{count} eingerichtet',
  count: ({ enrolled, people }) => `${enrolled} von ${people}`,
}

export const mandate: Messages['mandate'] = {
  title: '2FA für alle einschalten',
  everyone:
    'Alle haben 2FA eingerichtet. Ab jetzt geht es für niemanden mehr ohne, und wer dazukommt, wird bei der ersten Anmeldung danach gefragt.',
  count: ({ missing, people }) => `${missing} von ${people}`,
  missing: ({ missing, people }) =>
    `{count} ${plural(people, { one: 'Person', other: 'Personen' })} ${plural(missing, { one: 'hat', other: 'haben' })} 2FA noch nicht eingerichtet. Das geschieht bei der nächsten Anmeldung.`,
  forGood: 'Das lässt sich nicht rückgängig machen.',
  forGoodMore: 'Weder von Ihnen noch von uns.',
  confirm: ({ company }) =>
    `2FA für alle bei ${company} zur Pflicht machen. Mir ist klar, dass sich das nicht rückgängig machen lässt.`,
  submit: 'Einschalten',
  cancel: 'Abbrechen',
}
