import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { duration } = manner

export const notices: Messages['notices'] = {
  hello: ({ name }) => `Guten Tag, ${name},`,
  account: ({ username }) => `Konto: ${username}`,
  time: ({ when }) => `Zeit: ${when}`,
  address: ({ address }) => `Von der Adresse: ${address}`,
  by: ({ whom }) => `Veranlasst durch: ${whom}`,
  owner: 'Sie selbst',
  admin: 'einen Admin Ihrer Firma',
  operator: 'den Betreiber des Portals',
  tell: 'Wenn Sie davon nichts wissen, sagen Sie es sofort der Person, die in Ihrer Firma die Konten verwaltet.',
  tellHelp: ({ help }) => `Wenn Sie davon nichts wissen, bitten Sie sofort um Hilfe: ${help}`,
  questions: ({ help }) => `Fragen? ${help}`,
  smsTell: 'Nicht Sie? Sagen Sie es der Person, die in Ihrer Firma die Konten verwaltet.',
  smsHelp: ({ help }) => `Nicht Sie? ${help}`,
  challengeFailed: 'Jemand hat Ihr Passwort eingegeben, aber nicht den richtigen Code',
  challengeFailedWhat: 'Das Passwort war richtig; die Codes danach waren mehrmals falsch. Niemand wurde eingelassen.',
  challengeFailedThen:
    'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kennt jemand Ihr Passwort: Ändern Sie es jetzt.',
  appAdded: 'Ihrem Konto wurde eine Authenticator-App hinzugefügt',
  phoneAdded: 'Ihrem Konto wurde eine Telefonnummer hinzugefügt',
  addedThen: 'Sie kann ab jetzt beim Anmelden als zweiter Schritt dienen.',
  appRemoved: 'Von Ihrem Konto wurde eine Authenticator-App entfernt',
  phoneRemoved: 'Von Ihrem Konto wurde eine Telefonnummer entfernt',
  removedThen: 'Codes von dort gelten nicht mehr.',
  reset: 'Die Zwei-Faktor-Authentifizierung Ihres Kontos wurde zurückgesetzt',
  resetThen:
    'Keines Ihrer Telefone und keine Ihrer Apps wird mehr nach einem Code gefragt, und Sie wurden überall abgemeldet. Bei der nächsten Anmeldung können Sie wieder etwas einrichten.',
  mandate: ({ company }) => `Die Zwei-Faktor-Authentifizierung ist jetzt Pflicht bei ${company}`,
  mandateBy: ({ name }) => `${name} hat sie für alle eingeschaltet.`,
  mandateByPolicy: 'Sie gilt durch die Richtlinie.',
  mandateThen:
    'Wer noch keinen zweiten Faktor hat, wird bei der nächsten Anmeldung gebeten, einen einzurichten. Das lässt sich nicht wieder ausschalten.',
  mandateWhy: ({ company }) => `Sie erfahren das, weil Sie Admin von ${company} sind.`,
  password: 'Das Passwort Ihres Kontos wurde geändert',
  passwordThen: 'Wer mit dem alten angemeldet war, muss sich neu anmelden.',
  phone: 'Die Telefonnummer Ihres Kontos wurde geändert',
  phoneThen: ({ to, from }) => `Hinterlegt ist jetzt die Nummer ${to}. Codes gehen nicht mehr an ${from}.`,
  numberGone: ({ from }) => `${from} ist nicht mehr hinterlegt.`,
  phoneNow: ({ to }) => `Hinterlegt ist jetzt die Nummer ${to}.`,
  signUp: 'Setzen Sie das Passwort Ihres neuen Kontos',
  signUpLink: ({ lastsMs }) =>
    `Öffnen Sie diesen Link, um ein Passwort zu wählen. Er gilt einmal, und so lange: ${duration(lastsMs)}.`,
  signUpIgnore: 'Wenn Sie das nicht erwartet haben, beachten Sie es nicht.',
}
