import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { list } = manner

export const employees: Messages['employees'] = {
  title: 'Mitarbeiter verwalten',
  search: 'Name oder Benutzername',
  status: 'Status',
  everybody: 'Alle',
  sort: 'Sortieren nach',
  submit: 'Suchen',
  nameUp: 'Name, A bis Z',
  nameDown: 'Name, Z bis A',
  usernameUp: 'Benutzername, A bis Z',
  usernameDown: 'Benutzername, Z bis A',
  signInDown: 'Letzte Anmeldung, neueste zuerst',
  signInUp: 'Letzte Anmeldung, älteste zuerst',
  statusUp: 'Status, nicht eingerichtet zuerst',
  statusDown: 'Status, gesperrt zuerst',
  noMatch: 'Niemand passt dazu.',
  cutShort:
    'So viele Personen passen dazu, dass nicht alle auf einer Seite durchgesehen werden. Geben Sie mehr vom Namen ein, oder gehen Sie zur nächsten Seite.',
  showAll: 'Alle anzeigen',
  none: 'Noch niemand da. Fügen Sie den ersten Mitarbeiter hinzu.',
  add: 'Mitarbeiter hinzufügen',
  caption: ({ company }) => `Mitarbeiter von ${company}`,
  name: 'Name',
  role: 'Rolle',
  cellPhone: 'Mobilnummer',
  factor: 'Zwei-Faktor-Authentifizierung',
  lastSignIn: 'Letzte Anmeldung',
  noNumber: 'Keine Nummer',
  neverSignedIn: 'Nie angemeldet',
  edit: 'Bearbeiten',
  pages: 'Seiten',
  export: 'Als CSV exportieren',
  start: 'Von Anfang an',
  next: 'Nächste Seite',
}

export const enrollment: Messages['enrollment'] = {
  enrolled: 'Eingerichtet',
  notEnrolled: 'Nicht eingerichtet',
  invited: 'Eingeladen',
  notSignedUp: 'Noch nicht registriert',
  locked: 'Blockiert',
  disabled: 'Gesperrt',
  app: 'Authenticator-App',
  phone: 'Telefon',
  factors: ({ kinds }) => list(kinds),
  reminderUntil: 'Erinnerung bis {until}',
  admin: 'Admin',
  member: 'Mitglied',
  roleAt: ({ role, company }) => `${role} bei ${company}`,
}

export const employee: Messages['employee'] = {
  title: 'Mitarbeiter bearbeiten',
  saved: 'Gespeichert.',
  newNumber:
    'Codes gehen ab jetzt an die neue Nummer und an keine andere. Sie gilt als bestätigt, sobald der erste Code von dort richtig war.',
  enrollsNobody: ({ name }) =>
    `Durch die Nummer allein ist nichts eingerichtet: ${name} bestätigt sie beim Einrichten der Zwei-Faktor-Authentifizierung.`,
  landline:
    'Sie sieht nach einem Festnetzanschluss aus, wo SMS nicht ankommen: Codes werden bei einem Anruf vorgelesen. Eine Authenticator-App geht auch.',
  undetermined:
    'Das ist vielleicht keine Mobilnummer: Wir können nicht feststellen, ob SMS dort ankommen. Stattdessen lässt sich ein Anruf anfordern, und eine Authenticator-App geht auch.',
  profile: 'Profil',
  name: 'Name',
  role: 'Rolle',
  giveUpAdmin: ({ company }) => `Ich möchte kein Admin von ${company} mehr sein.`,
  cellPhone: 'Mobilnummer',
  country: 'Land',
  number: 'Nummer',
  emptyRemoves: 'Um die Nummer zu entfernen, leeren Sie das Feld und speichern Sie.',
  deskPhone: 'Telefon am Arbeitsplatz',
  ifAny: '(falls vorhanden)',
  deskPhoneAbout: 'Für Kolleginnen und Kollegen. Codes gehen nie dorthin.',
  submit: 'Änderungen speichern',
  cancel: 'Abbrechen',
  account: 'Konto',
  status: 'Status',
  disabledSince: 'Gesperrt seit {since}',
  lockedAfter: ({ failures }) => `Blockiert nach ${failures} falschen Codes in Folge`,
  lockedForGood: 'Nach 100 falschen Codes in Folge kann nur der Betreiber des Portals dieses Konto entsperren.',
  active: 'Aktiv',
  lastSignIn: 'Letzte Anmeldung',
  neverSignedIn: 'Nie angemeldet',
  factor: 'Zwei-Faktor-Authentifizierung',
  app: 'Authenticator-App',
  phone: 'Telefon',
  since: 'seit {since}',
  sinceNotProved: 'seit {since}; die neue Nummer ist noch nicht bestätigt',
  cellPhoneNumber: 'Mobilnummer',
  none: 'Keine',
  invited: 'Eingeladen: noch nicht registriert',
  signUpLink: 'Link zur Registrierung',
  signUpLinkAbout: 'Noch nicht registriert: einen neuen Link erstellen',
  access: 'Zugang',
  own: 'Das ist Ihr eigenes Konto: Nummer und Faktoren ändern Sie in den Einstellungen, und sperren oder entsperren kann es nur ein anderer Admin.',
}

export const employeeStep: Messages['employeeStep'] = {
  unlock: 'Entsperren',
  reset_factors: 'Faktoren zurücksetzen',
  end_sessions: 'Sitzungen beenden',
  remove_app_credentials: 'Passwörter für Anwendungen entfernen',
  disable: 'Konto sperren',
  enable: 'Konto freigeben',
  done: {
    unlock: ({ name }) => `${name} kann sofort wieder Codes eingeben.`,
    reset_factors: ({ name }) =>
      `${name} hat keinen zweiten Faktor mehr und ist überall abgemeldet. Bitten Sie um eine baldige Anmeldung.`,
    end_sessions: ({ name }) => `${name} ist überall abgemeldet.`,
    remove_app_credentials: ({ name }) =>
      `${name} wird bei Anwendungen, die einen eigenen Namen und ein eigenes Passwort haben, wieder danach gefragt.`,
    disable: ({ name }) => `${name} kann sich nicht mehr anmelden und ist überall abgemeldet.`,
    enable: ({ name }) => `${name} kann sich wieder anmelden.`,
  },
  unlockAbout: 'Codes können sofort wieder eingegeben werden',
  resetAbout: 'Bei verlorenem Telefon: Ein zweiter Faktor wird neu eingerichtet',
  endAbout: 'In jedem Browser abgemeldet',
  credentialsAbout: 'Was für Anwendungen mit eigenem Namen und Passwort eingegeben wurde',
  disableAbout: 'Keine Anmeldung bis zur Freigabe',
  enableAbout: 'Anmeldung wie zuvor',
  unlockWhat:
    'Für dieses Konto wurden zu viele falsche Codes eingegeben. Sobald es entsperrt ist, können Codes sofort wieder eingegeben werden. Falsche werden weitergezählt: Nach 100 in Folge kann es nur der Betreiber des Portals entsperren.',
  unlockBeware:
    'Wenn diese Codes nicht von der Person selbst kamen, kennt vielleicht jemand anderes ihr Passwort: Lassen Sie es ändern.',
  resetWhat: ({ name }) =>
    `${name} hat dann keinen zweiten Faktor mehr, wird überall sofort abgemeldet und richtet bei der nächsten Anmeldung einen neuen ein.`,
  resetBeware:
    'Bis dahin könnte jeder, der das Passwort kennt, ein eigenes Telefon einrichten: Vergewissern Sie sich, wer darum gebeten hat, und dass die Anmeldung bald geschieht.',
  forGood: 'Das lässt sich nicht rückgängig machen.',
  endOwn: 'Sie werden sofort in jedem Browser abgemeldet, auch in diesem, und gesendete Codes gelten nicht mehr.',
  endWhat: ({ name }) =>
    `${name} wird sofort in jedem Browser abgemeldet, und gesendete Codes gelten nicht mehr. Eine neue Anmeldung ist möglich. Was nicht gespeichert ist, kann verloren gehen.`,
  credentialsWhat: ({ name }) =>
    `Was ${name} für Anwendungen eingegeben hat, die nach einem eigenen Namen und Passwort fragen, ist sofort vergessen. Niemand bekommt es zu sehen, und ${name} wird dort wieder danach gefragt.`,
  disableWhat: ({ name }) =>
    `${name} wird überall sofort abgemeldet und kann sich nicht anmelden, bis ein Admin das Konto wieder freigibt. Nummer und zweite Faktoren bleiben erhalten.`,
  enableWhat: ({ name }) => `${name} kann sich wieder anmelden, mit demselben Passwort und zweiten Faktor wie zuvor.`,
  cancel: 'Abbrechen',
}
