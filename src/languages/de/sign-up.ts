import type { Messages } from '../messages.ts'

export const newEmployee: Messages['newEmployee'] = {
  usernameAbout: 'Die eigene E-Mail-Adresse: Damit melden sie sich an.',
  optional: '(wenn Sie sie kennen)',
  numberAbout: 'Damit ist niemand registriert: Sie wird bei der ersten Anmeldung bestätigt.',
  noPassword: 'Von Ihnen bekommt niemand ein Passwort: Mit einem einmaligen Link wählt es jeder selbst.',
}

export const signUpLink: Messages['signUpLink'] = {
  title: 'Link zur Registrierung',
  forWhom: 'für {name}',
  shown:
    'Geben Sie diesen Link {name} und niemandem sonst: Wer ihn zuerst öffnet, setzt das Passwort. Er gilt einmal und wird nur dieses Mal gezeigt.',
  mailed: 'Er ist auch per E-Mail an {username} unterwegs.',
  validUntil: 'Er gilt bis {time}.',
  copy: 'Link kopieren',
  copiedMore: 'Der Link wurde kopiert.',
  selectedMore: 'Der Link ist markiert.',
  waiting:
    '{name} hat sich noch nicht registriert. Der erstellte Link gilt bis {time}; er wurde einmal gezeigt und ist nirgends gespeichert.',
  none: '{name} hat sich noch nicht registriert, und es gibt keinen gültigen Link.',
  newOne: 'Ein neuer Link beendet den vorigen.',
  make: 'Neuen Link erstellen',
  nextAt: 'Einen neuen können Sie ab {time} erstellen.',
  back: 'Zu „Mitarbeiter bearbeiten“',
}

export const signUp: Messages['signUp'] = {
  title: 'Wählen Sie Ihr Passwort',
  welcome: 'Willkommen, {name}. Sie melden sich bei {company} als {username} an.',
  password: 'Neues Passwort',
  least: ({ least }) => `Mindestens ${least} Zeichen. Ein paar Wörter merkt man sich leicht.`,
  submit: 'Passwort setzen',
}
