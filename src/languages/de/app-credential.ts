import type { Messages } from '../messages.ts'

export const appCredential: Messages['appCredential'] = {
  title: ({ app }) => `Ihr Passwort für ${app}`,
  why: ({ app }) =>
    `${app} fragt nach einem eigenen Namen und Passwort. Geben Sie einmal ein, was Sie dort haben: Von da an sind Sie auch dort angemeldet.`,
  notAsked: ({ app }) =>
    `${app} fragt Sie nicht nach Name und Passwort: Die Anwendung heißt jetzt anders, es gibt sie nicht mehr, oder Sie dürfen sie nicht mehr öffnen. Was Sie eingegeben haben, wird nirgendwohin gesendet und aufbewahrt, bis Sie es entfernen.`,
  kept: 'Beides wird verschlüsselt aufbewahrt und nie wieder angezeigt, weder Ihnen noch jemand anderem.',
  entered: 'Eingegeben am {when}. Was Sie jetzt eingeben, tritt an dessen Stelle.',
  name: 'Ihr Name dort',
  password: 'Ihr Passwort dort',
  submit: 'Speichern',
  removal: 'Entfernen',
  removes: ({ app }) => `Sie werden wieder danach gefragt, wenn Sie ${app} das nächste Mal öffnen.`,
  remove: 'Dieses Passwort entfernen',
  cancel: 'Abbrechen',
  card: 'Passwörter für Ihre Anwendungen',
  about:
    'Diese Anwendungen fragen nach einem eigenen Namen und Passwort. Geben Sie beides einmal ein, dann sind Sie auch dort angemeldet.',
  enteredOn: 'Eingegeben am {when}',
  notInUse: 'Nicht in Gebrauch',
  notEntered: 'Noch nicht eingegeben',
  edit: 'Bearbeiten',
  enter: 'Eingeben',
}
