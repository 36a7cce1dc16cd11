import type { Messages } from '../messages.ts'

export const proof: Messages['proof'] = {
  title: 'Bestätigen Sie, dass Sie es sind',
  passwordAndCode:
    'Was Sie vorhaben, betrifft die Sicherheit eines Kontos. Geben Sie Ihr Passwort und danach einen Code ein; dann geht es dort weiter, wo Sie waren.',
  passwordAlone:
    'Was Sie vorhaben, betrifft die Sicherheit eines Kontos. Geben Sie Ihr Passwort ein; dann geht es dort weiter, wo Sie waren.',
  submit: 'Weiter',
  cancel: 'Abbrechen',
}

export const nothingWaits: Messages['nothingWaits'] = {
  title: 'Diese Seite ist nicht mehr aktuell',
  why: 'Was hier gewartet hat, ist schon erledigt, wurde durch etwas anderes ersetzt oder hat zu lange gewartet. Sehen Sie nach, wie der Stand ist, und tun Sie es noch einmal, falls es noch nötig ist.',
  back: 'Zu Ihrem Konto',
  backToPage: 'Zurück zur Seite',
}
