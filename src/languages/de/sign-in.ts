import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'Anmelden',
  to: 'bei {app}',
  signedOut: 'Sie sind abgemeldet.',
  signedOutMore: 'Sie können diese Seite schließen oder sich wieder anmelden.',
  signedUp: 'Ihr Passwort ist gesetzt.',
  signedUpMore: 'Melden Sie sich jetzt damit an; als Nächstes richten Sie einen zweiten Faktor ein.',
  expired: 'Ihre Sitzung ist beendet.',
  expiredMore:
    'Sie wurde eine Weile nicht benutzt oder an anderer Stelle beendet. Melden Sie sich an, um weiterzumachen; was Sie nicht gespeichert hatten, müssen Sie vielleicht noch einmal absenden.',
  keptMore:
    'Was Sie gerade gesendet haben, wird einige Minuten aufbewahrt: Melden Sie sich an, dann können Sie es weitersenden.',
  username: 'Benutzername',
  password: 'Passwort',
  show: 'Anzeigen',
  hide: 'Verbergen',
  showPassword: 'Passwort anzeigen',
  submit: 'Anmelden',
}
