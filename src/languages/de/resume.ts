import type { Messages } from '../messages.ts'

export const resume: Messages['resume'] = {
  title: 'Formular jetzt senden?',
  why: 'Was Sie an {app} gesendet haben, musste warten, bis Sie angemeldet waren; es ist deshalb noch nicht angekommen. Nichts von dem, was Sie eingegeben haben, ist verloren.',
  submit: 'Jetzt senden',
  note: 'Es kann einmal gesendet werden und wird nur einige Minuten aufbewahrt.',
  leave: 'Nicht senden',
}

export const sendOn: Messages['sendOn'] = {
  title: 'Ihr Formular wird gesendet',
  what: 'Wenn sich {app} nicht von selbst öffnet, wählen Sie die Schaltfläche.',
  submit: 'Jetzt senden',
}

export const sessionEnded: Messages['sessionEnded'] = {
  title: 'Ihre Sitzung ist beendet',
  titleSignIn: 'Melden Sie sich zuerst an',
  lost: 'Was Sie gerade gesendet haben, ist bei {app} nicht angekommen.',
  why: {
    elsewhere: 'Es kam von einer anderen Website und wird deshalb nicht aufbewahrt.',
    nobody: 'Sie sind in diesem Browser abgemeldet, deshalb konnte es nicht für Sie aufbewahrt werden.',
    has_files:
      'Es enthält eine Datei, und Formulare mit Dateien können nicht aufbewahrt werden, während Sie sich anmelden.',
    other_kind: 'Es ist von einer Art, die nicht aufbewahrt werden kann, während Sie sich anmelden.',
    too_large: 'Es ist zu groß, um aufbewahrt zu werden, während Sie sich anmelden.',
    too_many:
      'Es warten schon zu viele Formulare, deshalb konnte es nicht aufbewahrt werden, während Sie sich anmelden.',
  },
  what: 'Melden Sie sich an und senden Sie es noch einmal von der Seite, auf der Sie waren. Wenn Sie in Ihrem Browser zuerst zurückgehen, steht das Eingegebene vielleicht noch da und lässt sich kopieren.',
  logIn: 'Anmelden',
}
