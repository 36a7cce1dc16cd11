import type { Messages } from '../messages.ts'

export const frame: Messages['frame'] = {
  error: 'Fehler:',
  yourAccount: 'Ihr Konto',
  settings: 'Einstellungen',
  admin: 'Verwaltung',
  employees: 'Mitarbeiter verwalten',
  company: 'Firmeneinstellungen',
  audit: 'Prüfprotokoll',
  signOut: 'Abmelden',
  signingInAs: 'Anmeldung als',
  notYou: 'Nicht Sie?',
  step: ({ step, steps }) => `Schritt ${step} von ${steps}`,
}
