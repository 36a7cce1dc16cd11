import type { Messages } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'

const { after, every, list } = manner

export const enrollPhone: Messages['enrollPhone'] = {
  title: '2FA einrichten',
  step: 'Ihr Konto schützen',
  why: 'Mit einem Code an Ihr Telefon bleibt Ihr Konto Ihres, auch wenn jemand Ihr Passwort erfährt.',
  landline: 'Das sieht nach einem Festnetzanschluss aus',
  landlineWhy: 'SMS kommen im Festnetz nicht an. Eine Authenticator-App funktioniert überall, auch ohne Empfang:',
  undetermined: 'Das ist vielleicht keine Mobilnummer',
  undeterminedWhy:
    'Wir können nicht feststellen, ob SMS dort ankommen. Eine Authenticator-App funktioniert überall, auch ohne Empfang:',
  install:
    'Installieren Sie eine Authenticator-App auf Ihrem Telefon, zum Beispiel Google Authenticator, Microsoft Authenticator oder 1Password.',
  scan: 'Scannen Sie damit den QR-Code, den wir Ihnen zeigen.',
  enter: 'Geben Sie den 6-stelligen Code ein, den die App anzeigt.',
  useApp: 'Stattdessen eine Authenticator-App verwenden',
  orCall: 'Oder machen Sie mit dieser Nummer weiter: Wir rufen an und lesen Ihren Code vor.',
  orText:
    'Oder machen Sie mit dieser Nummer weiter: Wir senden Ihren Code per SMS, und wenn er nicht kommt, können Sie einen Anruf anfordern.',
  country: 'Land',
  phone: 'Mobilnummer',
  submit: '2FA einrichten',
  submitCall: '2FA mit einem Anruf an diese Nummer einrichten',
  submitAnyway: '2FA mit dieser Nummer einrichten',
  later: ({ lastsMs }) => `${capitalised(after(lastsMs))} erinnern`,
}

export const enrollApp: Messages['enrollApp'] = {
  title: 'Authenticator-App einrichten',
  step: 'Ihr Konto schützen',
  get: 'App öffnen',
  getMore:
    'Öffnen Sie die Authenticator-App auf Ihrem Telefon. Wenn Sie keine haben, installieren Sie eine: Google Authenticator, Microsoft Authenticator, 1Password oder eine andere.',
  scan: 'Diesen Code scannen',
  qrCode: 'QR-Code für Ihre Authenticator-App',
  open: 'In einer App auf diesem Telefon öffnen',
  cannotScan: 'Scannen geht nicht?',
  typeKey:
    'Wählen Sie in der App, dass Sie einen Schlüssel eingeben möchten, und tippen Sie diesen ein (zeitbasiert, 6 Stellen):',
  copy: 'Schlüssel kopieren',
  copied: 'Kopiert',
  copiedMore: 'Der Schlüssel wurde kopiert.',
  selected: 'Markiert: jetzt kopieren',
  selectedMore: 'Der Schlüssel ist markiert.',
  code: 'Geben Sie den 6-stelligen Code ein, den sie anzeigt',
  submit: '2FA einrichten',
  usePhone: 'Stattdessen eine Telefonnummer verwenden',
}

export const enrolled: Messages['enrolled'] = {
  title: 'Fertig eingerichtet',
  byApp: 'Die Zwei-Faktor-Authentifizierung ist eingeschaltet, mit Ihrer Authenticator-App.',
  nextByApp: 'Bei der nächsten Anmeldung fragen wir nach dem Code, den Ihre App anzeigt.',
  byPhone: 'Die Zwei-Faktor-Authentifizierung ist eingeschaltet, mit der Nummer {phone}.',
  on: 'Die Zwei-Faktor-Authentifizierung ist eingeschaltet.',
  nextByPhone: 'Bei der nächsten Anmeldung senden wir einen Code dorthin.',
  trusted: ({ networks, everyMs }) => `In ${list(networks)} fragen wir nur ${every(everyMs)} danach.`,
  go: 'Weiter',
}
