import type { Sayings } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'
import { codeNotSent } from './code-not-sent.ts'

const { afterWait, country, plural } = manner

const APPS = { held: 'Verwenden Sie Ihre Authenticator-App', offered: 'Richten Sie eine Authenticator-App ein' }

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: 'Benutzername und Passwort passen nicht zusammen.',
  own_password_wrong: 'Das ist nicht Ihr Passwort.',
  too_many_tries: ({ waitMs }) => `Zu viele Versuche. Versuchen Sie es ${afterWait(waitMs)} noch einmal.`,
  many_signing_in: 'Gerade melden sich sehr viele Personen an. Versuchen Sie es gleich noch einmal.',
  signing_in_unavailable:
    'Wir können Sie gerade nicht anmelden. Mit Ihrem Konto ist alles in Ordnung. Versuchen Sie es gleich noch einmal.',
  session_ended: 'Ihre Sitzung ist beendet. Melden Sie sich wieder an.',
  two_session_cookies: 'Ihr Browser hat zwei Anmeldungen zugleich geschickt. Löschen Sie die Cookies dieser Website.',
  sign_in_first: 'Melden Sie sich zuerst an.',
  second_factor_first: 'Schließen Sie zuerst die Anmeldung mit Ihrem zweiten Faktor ab.',
  set_up_first: 'Richten Sie zuerst die Zwei-Faktor-Authentifizierung ein.',
  app_not_for_account: 'Dieses Konto darf diese Anwendung nicht öffnen.',
  proof_first: 'Weisen Sie sich zuerst noch einmal aus, auf der Seite, die danach fragt.',

  // Codes
  code_wrong: ({ triesLeft }) =>
    triesLeft === null
      ? 'Dieser Code ist nicht richtig.'
      : `Dieser Code ist nicht richtig. Noch ${plural(triesLeft, { one: `${triesLeft} Versuch`, other: `${triesLeft} Versuche` })}.`,
  app_code_wrong:
    'Dieser Code passt nicht. Jeder gilt nur einmal: Geben Sie den nächsten ein und prüfen Sie, ob die Uhr Ihres Telefons automatisch gestellt wird.',
  code_used_up: 'Zu viele Versuche. Fordern Sie einen neuen Code an.',
  code_expired: 'Dieser Code ist abgelaufen. Wir können einen neuen senden.',
  code_unknown: 'Dieser Code gilt nicht mehr. Geben Sie den neuesten ein oder fordern Sie einen anderen an.',
  code_just_sent: ({ waitMs }) =>
    `Eben wurde ein Code gesendet. Einen neuen können Sie ${afterWait(waitMs)} anfordern.`,
  many_codes_sent: ({ waitMs }) =>
    `Es wurden schon viele Codes gesendet. Einen neuen können Sie ${afterWait(waitMs)} anfordern.`,
  no_more_codes: ({ waitMs, appFactor }) => {
    const again = `versuchen Sie es ${afterWait(waitMs)} noch einmal`
    const ways =
      appFactor === null
        ? `${capitalised(again)}, oder bitten Sie die Admins Ihrer Firma um Hilfe`
        : `${APPS[appFactor]}, oder ${again}`
    return `Zurzeit kann kein Code gesendet werden. ${ways}.`
  },
  code_not_sent: codeNotSent,
  no_code_sent: 'Wir konnten keinen Code senden. Versuchen Sie es in ein paar Minuten noch einmal.',
  channel_missing: 'Wählen Sie SMS oder Anruf.',
  mail_not_sent: 'Wir konnten die E-Mail nicht senden. Versuchen Sie es in ein paar Minuten noch einmal.',

  // Passwords for apps
  credential_name_unreadable:
    'Geben Sie den Namen ein, mit dem Sie sich bei dieser Anwendung anmelden. Ein Doppelpunkt steht nicht darin.',
  credential_password_missing: 'Geben Sie das Passwort ein, das Sie dort haben.',
  credential_missing: ({ app }) => `${app} braucht zuerst den Namen und das Passwort, die Sie dort haben.`,
  credential_refused: ({ app }) =>
    `${app} hat Ihren Namen und Ihr Passwort dort nicht angenommen. Geben Sie beides noch einmal ein.`,

  // Setting up a second factor
  number_unreadable: (asked) =>
    `Das sieht nicht nach einer Telefonnummer dieses Landes aus (${country(asked.country)}). Beispiel: ${asked.example}`,
  country_missing: 'Wählen Sie Ihr Land und geben Sie dann Ihre Mobilnummer ein.',
  number_refused: 'An Nummern dieser Art können wir keine Codes senden.',
  first_app_code_wrong:
    'Dieser Code passt nicht. Prüfen Sie, ob die Uhr Ihres Telefons automatisch gestellt wird, und geben Sie den Code ein, der jetzt angezeigt wird.',
  factor_set_up_meanwhile: 'Für dieses Konto wurde inzwischen ein anderer Faktor eingerichtet. Verwenden Sie diesen.',
  number_is_yours: 'Das ist die Nummer, die Sie schon haben.',
  app_name_missing: 'Geben Sie einen Namen mit 1 bis 50 Zeichen ein.',
  app_not_added: ({ most }) =>
    `Die App wurde nicht hinzugefügt. Ein Konto hat höchstens ${most}: Entfernen Sie eine, die Sie nicht mehr benutzen.`,
  app_key_hidden:
    'Diesen Schlüssel haben Sie vor längerer Zeit angefordert, er wird nicht mehr angezeigt. Fügen Sie die App erneut hinzu.',
  last_factor:
    'Das ist Ihr einziger zweiter Faktor, und Ihre Firma verlangt von allen einen. Fügen Sie erst einen anderen hinzu.',
  reminder_refused:
    'Ihre Firma verlangt von allen die Zwei-Faktor-Authentifizierung. Deshalb muss sie jetzt eingerichtet werden.',

  // New passwords
  sign_up_link_over:
    'Dieser Link gilt nicht mehr. Er wurde benutzt, durch einen neueren ersetzt oder ist abgelaufen. Bitten Sie einen Admin Ihrer Firma um einen neuen.',
  password_too_short: ({ least }) =>
    `Verwenden Sie mindestens ${least} Zeichen. Ein paar Wörter lassen sich leicht merken.`,
  password_too_long: 'Dieses Passwort ist zu lang. Verwenden Sie ein kürzeres.',
  password_common: 'Dieses Passwort gehört zu denen, die zuerst ausprobiert werden. Verwenden Sie ein anderes.',
  password_own_words:
    'Verwenden Sie weder Ihren Benutzernamen noch den Namen des Portals als Passwort, sondern ein anderes.',

  // Administration
  only_admins: 'Diese Seite dürfen nur Admins Ihrer Firma öffnen.',
  name_missing: 'Geben Sie einen Namen mit 1 bis 200 Zeichen ein.',
  employee_unknown: 'Unter dieser Adresse ist niemand aus Ihrer Firma. Gehen Sie zurück zu „Mitarbeiter verwalten“.',
  username_unreadable: 'Geben Sie eine E-Mail-Adresse ein. Beispiel: maria@example.com',
  username_taken: 'Dieser Benutzername ist vergeben. Nehmen Sie einen anderen.',
  many_employees_added: ({ waitMs }) =>
    `Zurzeit kann niemand mehr hinzugefügt werden: Es wurden zu viele Personen hinzugefügt, oder zu viele Benutzernamen waren vergeben. Versuchen Sie es ${afterWait(waitMs)} noch einmal.`,
  mandate_not_confirmed: 'Setzen Sie dieses Häkchen, wenn es für alle gelten soll, oder brechen Sie ab.',
  role_missing: 'Wählen Sie eine der beiden Rollen.',
  last_admin: ({ company }) => `${company} braucht mindestens einen Admin. Machen Sie zuerst jemand anderen zum Admin.`,
  giving_up_admin:
    'Sie werden diese Seiten dann nicht mehr öffnen können. Setzen Sie das Häkchen unten, wenn Sie das wollen.',
  cell_phone_missing:
    'Codes gehen an diese Nummer: Geben Sie die ein, die sie ersetzt. Um das Telefon als Faktor zu entfernen, setzen Sie die Faktoren zurück.',
  own_number_in_settings: 'Ändern Sie Ihre eigene Nummer in den Einstellungen, wo Sie sie bestätigen.',
  desk_phone_unreadable: 'Das sieht nicht nach einer Telefonnummer aus. Beispiel: +44 161 496 0000 ext. 12',
  step_not_confirmed: 'Drücken Sie den Knopf, wenn Sie das wollen, oder brechen Sie ab.',
  disabling_oneself:
    'Sie können sich nicht selbst sperren: Sie kämen nicht mehr hinein. Das kann ein anderer Admin tun.',
  resetting_oneself: 'Ihre eigenen Faktoren können Sie hier nicht zurücksetzen. Ändern Sie sie in den Einstellungen.',
  unlocking_oneself:
    'Sie können sich nicht selbst entsperren: Wer Ihr Passwort hat, könnte immer weiter raten. Warten Sie, oder fragen Sie einen anderen Admin.',

  // Requests
  no_page: 'Unter dieser Adresse gibt es keine Seite. Prüfen Sie die Adresse oder gehen Sie zurück.',
  nothing_to_send: 'An diese Seite kann nichts gesendet werden. Gehen Sie dahin zurück, wo Sie waren.',
  method_not_passed_on: 'Anfragen dieser Art werden nicht weitergegeben.',
  host_unknown: 'Für den Hostnamen dieser Anfrage ist dieses Gateway nicht zuständig.',
  host_invalid: 'Diese Anfrage nennt keinen gültigen Hostnamen.',
  host_repeated: 'Diese Anfrage nennt mehr als einen Hostnamen.',
  length_uncertain:
    'Wo diese Anfrage endet, lässt sich auf mehr als eine Weise lesen. Sie wurde deshalb nicht weitergegeben.',
  address_invalid: 'Die Adresse dieser Anfrage ist nicht gültig.',
  address_ambiguous: 'Diese Adresse lässt sich auf mehr als eine Weise lesen und wurde deshalb nicht weitergegeben.',
  not_http_1: 'Das ist keine HTTP/1-Anfrage.',
  no_handshake: 'Das ist kein WebSocket-Handshake.',
  nothing_asked: 'Diese Anfrage sagt nicht, wonach sie fragt.',
  proxy_not_listed: 'Hier wird nur den Proxys geantwortet, die in der Konfiguration stehen.',
  own_page_asked: 'Nach den eigenen Seiten des Gateways wird nicht gefragt: Leiten Sie sie unverändert weiter.',
  front_outdated:
    'Der Proxy davor wurde nach einer anderen gatehouse.yaml eingerichtet: Geben Sie seine Konfiguration neu aus.',
  body_too_slow: 'Ihre Anfrage ist auf halbem Weg stehen geblieben. Senden Sie sie noch einmal.',
  app_busy: ({ app }) => `${app} ist gerade ausgelastet. Versuchen Sie es gleich noch einmal.`,
  form_unreadable: 'Wir konnten dieses Formular nicht lesen. Gehen Sie zurück und senden Sie es noch einmal.',
  form_too_large:
    'Dieses Formular ist größer als alles, wonach wir fragen. Gehen Sie zurück und senden Sie es noch einmal.',
  form_of_another_site:
    'Diese Anfrage kam von einer anderen Website, deshalb wurde nichts getan. Öffnen Sie die Seite neu und senden Sie das Formular von dort.',
  opened_by_another_site: 'Diese Verbindung wurde von einer anderen Website geöffnet.',

  // Apps, and the gateway itself
  app_silent: ({ app }) => `${app} antwortet nicht. Versuchen Sie es gleich noch einmal.`,
  app_too_slow: ({ app }) => `${app} hat zu lange für eine Antwort gebraucht. Versuchen Sie es gleich noch einmal.`,
  connection_gone: 'Die Verbindung ist weg.',
  stopping: 'Dieses Gateway wird gerade beendet. Versuchen Sie es gleich noch einmal.',
  went_wrong: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',

  // Why was I asked?
  not_an_address: 'Das ist keine Adresse. Beispiel: 192.0.2.7 oder 2001:db8::7',
  not_a_day: 'Das ist kein Datum. Beispiel: 2027-01-15',
  not_a_time: 'Das ist keine Zeit. Beispiel: 2027-01-15 oder 2027-01-15T08:00:00Z',
}
