import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import QRCode from 'qrcode'
import type { Sentence } from '../../src/domain/sentence.ts'
import { LANGUAGES, OWN_NAMES } from '../../src/domain/language.ts'
import type { AuditPage, AuditRow } from '../../src/pages/page/audit.ts'
import type { CompanySettingsPage, MandatePage, WhyAnswer, WhyPage } from '../../src/pages/page/company.ts'
import type {
  EmployeePage,
  EmployeeRow,
  EmployeeStep,
  EmployeeStepPage,
  EmployeesPage,
  NewEmployeePage,
  SignUpLinkPage,
} from '../../src/pages/page/employees.ts'
import type { CountryChoice, FieldError, Frame } from '../../src/pages/page/frame.ts'
import type { Pages } from '../../src/pages/page/pages.ts'
import type { ProofPage } from '../../src/pages/page/proof.ts'
import type { ResumePage, SendOnPage, SessionEndedPage } from '../../src/pages/page/resume.ts'
import type {
  From,
  NewAppPage,
  OwnAppPage,
  OwnCredentialPage,
  OwnPhonePage,
  OwnSession,
  SettingsPage,
} from '../../src/pages/page/settings.ts'
import type {
  ChallengePage,
  EnrollAppPage,
  EnrollPhonePage,
  EnrolledPage,
  ErrorPage,
  SignInPage,
  SignUpPage,
} from '../../src/pages/page/sign-in.ts'

/** Every page in every state that a person can see it in, by a name that is fit for a file. */
export function samples(pages: Pages): Map<string, string> {
  const noAccess = { ...MARIA, appName: 'Backup', apps: [] }
  const failure = { ...STRANGER, requestId: '01JD8Z6M4T9QX2', retryUrl: '/reports' }

  return new Map([
    ['sign-in', pages.signIn(SIGN_IN)],
    ['sign-in-to-app', pages.signIn({ ...SIGN_IN, destination: 'Data Protection' })],
    [
      'sign-in-wrong',
      pages.signIn({
        ...SIGN_IN,
        typedUsername: 'maria@northwind.example',
        destination: 'Backup',
        error: WRONG_PASSWORD,
      }),
    ],
    ['sign-in-slowed', pages.signIn({ ...SIGN_IN, typedUsername: 'maria@northwind.example', error: SLOWED })],
    ['sign-in-unavailable', pages.signIn({ ...SIGN_IN, typedUsername: 'maria@northwind.example', error: UNAVAILABLE })],
    ['sign-in-signed-out', pages.signIn({ ...SIGN_IN, notice: 'signed_out' })],
    ['sign-in-expired', pages.signIn({ ...SIGN_IN, notice: 'expired' })],
    ['enroll-phone', pages.enrollPhone(ENROLL_PHONE)],
    ['enroll-phone-mandate', pages.enrollPhone({ ...ENROLL_PHONE, reminderOffered: false })],
    ['enroll-phone-wrong', pages.enrollPhone({ ...ENROLL_PHONE, phone: '506-23', error: NO_NUMBER })],
    [
      'enroll-phone-landline',
      pages.enrollPhone({ ...TYPED, mayBeNoMobile: { lineType: 'landline', channel: 'call' } }),
    ],
    [
      'enroll-phone-undetermined',
      pages.enrollPhone({ ...TYPED, mayBeNoMobile: { lineType: 'undetermined', channel: 'sms' } }),
    ],
    ['enroll-app', pages.enrollApp(ENROLL_APP)],
    ['enroll-app-wrong', pages.enrollApp({ ...ENROLL_APP, reminderOffered: false, error: WRONG_APP_CODE })],
    ['confirm-number', pages.challenge({ ...CHALLENGE, purpose: 'enrollment' })],
    ['challenge-sms', pages.challenge(CHALLENGE)],
    [
      'challenge-call',
      pages.challenge({ ...CHALLENGE, sent: { channel: 'call', maskedPhone: MASKED }, resendInSeconds: 0 }),
    ],
    ['challenge-app', pages.challenge({ ...CHALLENGE, by: 'totp', sent: null, phone: null })],
    ['challenge-both', pages.challenge({ ...CHALLENGE, otherWays: ['totp'] })],
    [
      'challenge-app-both',
      pages.challenge({ ...CHALLENGE, by: 'totp', sent: null, phone: null, otherWays: ['phone'] }),
    ],
    ['challenge-wrong', pages.challenge({ ...CHALLENGE, resendInSeconds: 1, error: WRONG_CODE })],
    ['challenge-not-sent', pages.challenge({ ...CHALLENGE, sent: null, resendInSeconds: 0, error: NOT_SENT })],
    ['proof', pages.proof(PROOF)],
    ['proof-password-alone', pages.proof({ ...PROOF, asksForFactor: false })],
    ['proof-wrong-password', pages.proof({ ...PROOF, error: NOT_YOUR_PASSWORD })],
    ['proof-sms', pages.challenge({ ...CHALLENGE, ...PROVING })],
    [
      'proof-app',
      pages.challenge({ ...CHALLENGE, ...PROVING, by: 'totp', sent: null, phone: null, otherWays: ['phone'] }),
    ],
    ['nothing-waits', pages.nothingWaits({ ...SIGNED_IN, backUrl: '/_gatehouse/account' })],
    ['nothing-waits-form', pages.nothingWaits({ ...SIGNED_IN, backUrl: '/orders/new' })],
    ['resume', pages.resume(RESUME)],
    [
      'resume-long-name',
      pages.resume({ ...RESUME, destination: 'Donaudampfschifffahrtsgesellschaftsverwaltung '.repeat(2) }),
    ],
    // As it is for those whose browser runs no script: it is gone at once otherwise.
    ['send-on', pages.sendOn(SEND_ON).replace(' data-goes-on', '')],
    ['session-ended', pages.sessionEnded(SESSION_OVER)],
    ['session-ended-file', pages.sessionEnded({ ...SESSION_OVER, why: 'has_files' })],
    ['session-ended-signed-out', pages.sessionEnded({ ...SESSION_OVER, why: 'nobody', hadSession: false })],
    ['sign-in-kept', pages.signIn({ ...SIGN_IN, notice: 'kept', destination: 'Northwind Partner Portal' })],
    ['enrolled-phone', pages.enrolled(ENROLLED)],
    ['enrolled-app', pages.enrolled({ ...ENROLLED, by: 'totp', maskedPhone: null })],
    [
      'enrolled-trusted',
      pages.enrolled({ ...ENROLLED, trustedNetworks: { networks: ['Head office', 'Depot'], everyMs: 21 * DAY } }),
    ],
    ['no-access', pages.noAccess({ ...noAccess, apps: APPS })],
    ['no-access-anywhere', pages.noAccess({ ...noAccess, help: null, appName: null })],
    ['settings', pages.settings(SETTINGS)],
    ['settings-full', pages.settings({ ...SETTINGS, ...MANY, done: 'app_added' })],
    ['settings-no-name', pages.settings({ ...SETTINGS, name: '', error: NO_OWN_NAME })],
    ['settings-credentials', pages.settings({ ...SETTINGS, credentials: CREDENTIALS, done: 'credential_set' })],
    ['own-credential', pages.ownCredential(OWN_CREDENTIAL)],
    ['own-credential-kept', pages.ownCredential({ ...OWN_CREDENTIAL, setAt: ENTERED })],
    ['own-credential-left', pages.ownCredential({ ...OWN_CREDENTIAL, setAt: ENTERED, isAsked: false })],
    ['own-credential-wrong', pages.ownCredential({ ...OWN_CREDENTIAL, username: 'maria:l', error: NO_APP_NAME })],
    ['own-credential-refused', pages.ownCredential({ ...OWN_CREDENTIAL, setAt: ENTERED, error: APP_REFUSED })],
    ['new-app', pages.newApp(NEW_APP)],
    ['new-app-wrong', pages.newApp({ ...NEW_APP, name: 'Work phone', error: WRONG_APP_CODE })],
    ['own-app', pages.ownApp(OWN_APP)],
    ['own-app-last', pages.ownApp({ ...OWN_APP, appName: null, name: '', isLast: true })],
    ['own-app-kept', pages.ownApp({ ...OWN_APP, isLast: true, mayRemove: false, error: LAST_FACTOR })],
    ['own-phone', pages.ownPhone(OWN_PHONE)],
    ['own-phone-first', pages.ownPhone({ ...OWN_PHONE, maskedPhone: null, mayRemove: false })],
    [
      'own-phone-undetermined',
      pages.ownPhone({ ...OWN_PHONE, mayBeNoMobile: { lineType: 'undetermined', channel: 'sms' } }),
    ],
    ['own-phone-code', pages.challenge({ ...CHALLENGE, ...CONFIRMING })],
    ['settings-bare', pages.settings({ ...SETTINGS, apps: [] })],
    ['settings-password-changed', pages.settings({ ...SETTINGS, done: 'password' })],
    ['settings-weak-password', pages.settings({ ...SETTINGS, error: TOO_SHORT })],
    ['settings-admin', pages.settings({ ...SETTINGS, ...ADMIN })],
    ['company', pages.companySettings(COMPANY)],
    ['company-enabled', pages.companySettings({ ...COMPANY, ...ENABLED })],
    ['company-clients', pages.companySettings({ ...COMPANY, ...CLIENTS })],
    ['company-clients-no-match', pages.companySettings({ ...COMPANY, ...NO_CLIENTS })],
    ['company-direct', pages.companySettings({ ...COMPANY, clients: null })],
    ['company-bare', pages.companySettings({ ...COMPANY, ...BARE })],
    ['employees', pages.employees(EMPLOYEES)],
    ['employees-full', pages.employees({ ...EMPLOYEES, rows: Array<EmployeeRow>(50).fill(LONG_ROW) })],
    ['employees-none', pages.employees({ ...EMPLOYEES, rows: [], people: 0, enrolled: 0, nextUrl: null })],
    ['employees-no-match', pages.employees({ ...EMPLOYEES, ...NO_MATCH })],
    ['employees-cut-short', pages.employees({ ...EMPLOYEES, search: 'example', rows: [], isCutShort: true })],
    ['employee', pages.employee(EMPLOYEE)],
    ['employee-done', pages.employee({ ...EMPLOYEE, done: 'end_sessions' })],
    ['employee-saved', pages.employee({ ...EMPLOYEE, saved: '1' })],
    ['employee-saved-landline', pages.employee({ ...EMPLOYEE, saved: 'landline' })],
    ['employee-saved-undetermined', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_BARE, saved: 'undetermined' })],
    ['employee-no-number', pages.employee({ ...EMPLOYEE, cellPhone: '0900 12', error: NO_CELL_NUMBER })],
    [
      'employee-number-on-file',
      pages.employee({ ...EMPLOYEE, employee: { ...EMPLOYEE.employee, factors: [] }, factors: [] }),
    ],
    ['employee-disabled', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_BARE })],
    ['employee-locked', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_LOCKED })],
    ['employee-locked-for-good', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_LOCKED, ...LOCKED_FOR_GOOD })],
    ['employee-self', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_SELF })],
    ['employee-last-admin', pages.employee({ ...EMPLOYEE, error: { field: 'role', message: LAST_ADMIN } })],
    ['employee-invited', pages.employee({ ...EMPLOYEE, ...EMPLOYEE_INVITED })],
    ['new-employee', pages.newEmployee(NEW_EMPLOYEE)],
    [
      'new-employee-taken',
      pages.newEmployee({
        ...NEW_EMPLOYEE,
        name: 'Maria Lindqvist',
        username: 'maria@northwind.example',
        error: { field: 'username', message: { kind: 'username_taken' } },
      }),
    ],
    [
      'new-employee-too-many',
      pages.newEmployee({
        ...NEW_EMPLOYEE,
        error: { field: 'username', message: { kind: 'many_employees_added', waitMs: 1_800_000 } },
      }),
    ],
    ['sign-up-link', pages.signUpLink(SIGN_UP_LINK)],
    ['sign-up-link-shown-before', pages.signUpLink({ ...SIGN_UP_LINK, link: null })],
    ['sign-up-link-just-made', pages.signUpLink({ ...SIGN_UP_LINK, link: null, nextAt: Date.UTC(2026, 0, 15, 9, 1) })],
    ['sign-up-link-none', pages.signUpLink({ ...SIGN_UP_LINK, link: null, validUntil: null })],
    ['sign-up', pages.signUp(SIGN_UP)],
    [
      'sign-up-too-short',
      pages.signUp({
        ...SIGN_UP,
        error: { field: 'new-password', message: { kind: 'password_too_short', least: 15 } },
      }),
    ],
    ['sign-in-signed-up', pages.signIn({ ...SIGN_IN, notice: 'signed_up' })],
    ['employee-reset', pages.employeeStep(EMPLOYEE_STEP)],
    ['employee-unlock', pages.employeeStep({ ...EMPLOYEE_STEP, step: 'unlock' })],
    [
      'employee-unlock-own',
      pages.employeeStep({
        ...EMPLOYEE_STEP,
        step: 'unlock',
        isSelf: true,
        isRefused: true,
        error: { field: 'confirm', message: { kind: 'unlocking_oneself' } },
      }),
    ],
    ['employee-credentials', pages.employeeStep({ ...EMPLOYEE_STEP, step: 'remove_app_credentials' })],
    ['employee-end-own', pages.employeeStep({ ...EMPLOYEE_STEP, step: 'end_sessions', isSelf: true })],
    [
      'employee-disable',
      pages.employeeStep({ ...EMPLOYEE_STEP, step: 'disable', error: { field: 'confirm', message: LAST_ADMIN } }),
    ],
    ['employee-enable', pages.employeeStep({ ...EMPLOYEE_STEP, step: 'enable' })],
    ['employee-no-name', pages.employee({ ...EMPLOYEE, name: '', error: NO_NAME })],
    ['mandate', pages.mandate(MANDATE)],
    ['mandate-everyone', pages.mandate({ ...MANDATE, missing: 0 })],
    ['mandate-not-confirmed', pages.mandate({ ...MANDATE, error: NOT_CONFIRMED })],
    ['audit', pages.audit(AUDIT)],
    ['audit-none', pages.audit({ ...AUDIT, rows: [], nextUrl: null, event: 'sign_out' })],
    ['audit-several', pages.audit({ ...AUDIT, rows: [], nextUrl: null, person: 'maria', people: AUDIT_PEOPLE })],
    ['audit-nobody', pages.audit({ ...AUDIT, rows: [], nextUrl: null, person: 'zoe', people: [] })],
    [
      'audit-so-far',
      pages.audit({ ...AUDIT, rows: AUDIT.rows.slice(0, 1), searchedBackTo: AUDIT_AT, keptMs: 400 * DAY }),
    ],
    ['audit-wrong', pages.audit({ ...AUDIT, rows: [], nextUrl: null, address: '010.1.2.3', error: NO_ADDRESS })],
    ['why', pages.why(WHY)],
    ['why-admin', pages.why({ ...WHY, ...WHY_OF_EMPLOYEE })],
    ['why-refused', pages.why({ ...WHY, ...WHY_OF_EMPLOYEE, answer: NO_SIGN_IN })],
    ['why-wrong', pages.why({ ...WHY, address: '010.1.2.3', answer: null, error: NO_ADDRESS })],
    ['error-app', pages.error({ ...failure, ...APP_DOWN })],
    ['error-not-found', pages.error({ ...failure, ...NOT_FOUND, retryUrl: null })],
    ['error-session', pages.error({ ...failure, ...SESSION_ENDED })],
    ['long-words', pages.settings({ ...SETTINGS, ...LONG })],
  ])
}

const DAY = 24 * 3_600_000
type Failure = Pick<ErrorPage, 'status' | 'code' | 'message'>

const STRANGER: Frame = {
  language: 'en',
  portalName: 'Northwind Partner Portal',
  help: 'Need help? Call the service desk on 0161 496 0000.',
  username: null,
  menu: null,
}
const MARIA: Frame = { ...STRANGER, username: 'maria@northwind.example' }
const MASKED = '+44 •••• ••• 456'
const OTPAUTH_URL =
  'otpauth://totp/Northwind%20Partner%20Portal:maria%40northwind.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind%20Partner%20Portal'
const APPS = [
  { name: 'Partner Portal', url: '/' },
  { name: 'Data Protection', url: '/protection/' },
]

/** All of them, so that the page's size is a real one. */
const REGION_NAMES = new Intl.DisplayNames('en', { type: 'region' })
const COUNTRIES: CountryChoice[] = getCountries()
  .map((code) => ({ code, name: REGION_NAMES.of(code) ?? code, callingCode: getCountryCallingCode(code) }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

export const ENROLL_PHONE: EnrollPhonePage = {
  next: '/protection/',
  ...MARIA,
  countries: COUNTRIES,
  country: 'CA',
  phone: '',
  error: null,
  mayBeNoMobile: null,
  appUrl: '/_gatehouse/enroll/app',
  reminderOffered: true,
  reminderLastsMs: 2 * DAY,
}
export const ENROLL_APP: EnrollAppPage = {
  next: '/protection/',
  ...MARIA,
  qrSvg: await QRCode.toString(OTPAUTH_URL, { type: 'svg', margin: 2 }),
  otpauthUrl: OTPAUTH_URL,
  keyGroups: ['JBSW', 'Y3DP', 'EHPK', '3PXP', 'JBSW', 'Y3DP', 'EHPK', '3PXP'],
  error: null,
  reminderOffered: true,
  reminderLastsMs: 2 * DAY,
}
export const SIGN_IN: SignInPage = {
  ...STRANGER,
  typedUsername: '',
  next: '/reports?year=2019#top',
  destination: null,
  error: null,
  notice: null,
}
export const CHALLENGE: ChallengePage = {
  next: '/protection/',
  ...MARIA,
  purpose: 'challenge',
  action: '/_gatehouse/challenge',
  kept: null,
  cancelUrl: null,
  by: 'phone',
  sent: { channel: 'sms', maskedPhone: MASKED },
  phone: MASKED,
  resendInSeconds: 23,
  otherWays: [],
  digits: 6,
  error: null,
}
const ENROLLED: EnrolledPage = {
  ...MARIA,
  by: 'phone',
  maskedPhone: MASKED,
  trustedNetworks: null,
  next: '/reports?year=2019#top',
}
const SIGNED_IN: Frame = { ...MARIA, menu: { name: 'Maria Lindqvist', isAdmin: false } }
const ADMIN: Frame = { ...STRANGER, username: 'ada@northwind.example', menu: { name: 'Ada Nwosu', isAdmin: true } }
const PROOF: ProofPage = {
  ...SIGNED_IN,
  kept: '5b1f6a1c-3f0e-4c58-9d0e-2f6f2f7f3c11',
  next: '/_gatehouse/account',
  asksForFactor: true,
  error: null,
}
const RESUME: ResumePage = {
  ...SIGNED_IN,
  kept: PROOF.kept,
  next: '/_gatehouse/resume?for=5b1f6a1c-3f0e-4c58-9d0e-2f6f2f7f3c11&back=%2Forders%2Fnew',
  destination: 'Data Protection',
  backUrl: '/orders/new',
}
const SEND_ON: SendOnPage = {
  ...SIGNED_IN,
  destination: 'Data Protection',
  action: '/orders?draft=1',
  enctype: 'multipart/form-data',
  charset: 'utf-8',
  fields: [
    { name: 'item', value: 'Drill & bit' },
    { name: '_charset_', value: 'utf-8' },
    { name: 'photo', value: null },
  ],
}
const SESSION_OVER: SessionEndedPage = {
  ...STRANGER,
  why: 'too_large',
  destination: 'Data Protection',
  hadSession: true,
  logInUrl: '/_gatehouse/sign-in?next=%2Forders%2Fnew',
}
const TOO_SHORT: FieldError = { field: 'new-password', message: { kind: 'password_too_short', least: 15 } }
const NOT_YOUR_PASSWORD: FieldError = { field: 'password', message: { kind: 'own_password_wrong' } }
const PROVING: Partial<ChallengePage> = {
  ...SIGNED_IN,
  purpose: 'proof',
  action: '/_gatehouse/proof',
  kept: PROOF.kept,
  next: PROOF.next,
  cancelUrl: PROOF.next,
}
const OFFICE: From = { address: '192.0.2.44', place: { kind: 'network', network: 'Head office' } }
const FAR_AWAY: From = { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', place: { kind: 'public' } }
const THIS_COMPUTER: From = { address: '127.0.0.1', place: { kind: 'this_computer' } }
const PRESENT: OwnSession = {
  handle: 'AVbKgcfqXN4x',
  isThis: true,
  browser: 'Firefox',
  system: 'Windows',
  from: OFFICE,
  since: Date.UTC(2026, 0, 15, 9),
  lastUsedAt: Date.UTC(2026, 0, 15, 11, 40),
}
export const SETTINGS: SettingsPage = {
  ...SIGNED_IN,
  done: null,
  error: null,
  personName: 'Maria Lindqvist',
  name: 'Maria Lindqvist',
  messagesIn: 'en',
  languages: LANGUAGES.map((code) => ({ code, name: OWN_NAMES[code] })),
  companyName: 'Northwind IT',
  apps: APPS,
  credentials: [],
  phone: null,
  numberOnFile: MASKED,
  authenticators: [],
  mayAddApp: true,
  isEnrolled: false,
  shortestPassword: 15,
  sessions: [PRESENT],
  activity: [
    { at: Date.UTC(2026, 0, 15, 9), kind: 'signed_in', by: 'owner', reason: 'full:challenged_recently', from: OFFICE },
  ],
}
const ENTERED = Date.UTC(2026, 0, 15, 9)
const CREDENTIALS: SettingsPage['credentials'] = [
  { url: '/_gatehouse/account/credential?app=Time+sheets', appName: 'Time sheets', setAt: ENTERED, isAsked: true },
  { url: '/_gatehouse/account/credential?app=Old+orders', appName: 'Old orders', setAt: null, isAsked: true },
  { url: '/_gatehouse/account/credential?app=Desk+plans', appName: 'Desk plans', setAt: ENTERED, isAsked: false },
]
const OWN_CREDENTIAL: OwnCredentialPage = {
  ...SIGNED_IN,
  appName: 'Time sheets',
  setAt: null,
  isAsked: true,
  next: '/time/2026/01?week=3',
  username: '',
  error: null,
}
const NO_APP_NAME: FieldError = { field: 'app-username', message: { kind: 'credential_name_unreadable' } }
const APP_REFUSED: FieldError = { field: 'app', message: { kind: 'credential_refused', app: 'Time sheets' } }
const MANY: Partial<SettingsPage> = {
  isEnrolled: true,
  shortestPassword: 8,
  mayAddApp: false,
  phone: { maskedPhone: MASKED, isProved: false },
  numberOnFile: null,
  authenticators: [
    { url: '/_gatehouse/account/apps/1', name: 'Work phone', since: Date.UTC(2026, 0, 15, 9) },
    { url: '/_gatehouse/account/apps/2', name: null, since: Date.UTC(2025, 4, 2, 9) },
  ],
  sessions: [
    PRESENT,
    { ...PRESENT, handle: 'b', isThis: false, browser: 'Safari', system: 'iPhone', from: FAR_AWAY },
    { ...PRESENT, handle: 'c', isThis: false, browser: null, system: null, from: THIS_COMPUTER },
  ],
  activity: [
    { at: Date.UTC(2026, 0, 15, 11, 40), kind: 'factor_added', by: 'owner', reason: 'totp', from: OFFICE },
    { at: Date.UTC(2026, 0, 15, 11, 38), kind: 'proved', by: 'owner', reason: 'phone', from: OFFICE },
    { at: Date.UTC(2026, 0, 14, 8), kind: 'phone_changed', by: 'admin', reason: null, from: null },
    { at: Date.UTC(2026, 0, 13, 8), kind: 'unlocked', by: 'operator', reason: null, from: null },
    {
      at: Date.UTC(2026, 0, 12, 8),
      kind: 'password_wrong',
      by: 'owner',
      reason: null,
      from: FAR_AWAY,
    },
  ],
}
const NO_OWN_NAME: FieldError = { field: 'name', message: { kind: 'name_missing' } }
const { next: _next, reminderOffered: _offered, reminderLastsMs: _lasts, ...KEY } = ENROLL_APP
const NEW_APP: NewAppPage = { ...KEY, ...SIGNED_IN, name: '' }
const OWN_APP: OwnAppPage = {
  ...SIGNED_IN,
  url: '/_gatehouse/account/apps/1',
  appName: 'Work phone',
  since: Date.UTC(2026, 0, 15, 9),
  name: 'Work phone',
  mayRemove: true,
  isLast: false,
  error: null,
}
const LAST_FACTOR: FieldError = { field: 'app', message: { kind: 'last_factor' } }
const OWN_PHONE: OwnPhonePage = {
  ...SIGNED_IN,
  countries: COUNTRIES,
  country: 'CA',
  phone: '',
  error: null,
  mayBeNoMobile: null,
  appUrl: '/_gatehouse/account',
  maskedPhone: MASKED,
  mayRemove: true,
  isLast: false,
}
const CONFIRMING: Partial<ChallengePage> = {
  ...SIGNED_IN,
  purpose: 'enrollment',
  action: '/_gatehouse/account/phone/code',
  next: '/_gatehouse/account',
  cancelUrl: '/_gatehouse/account',
}
const COMPANY: CompanySettingsPage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  mandate: null,
  announced: null,
  people: 57,
  enrolled: 41,
  networks: [
    { name: 'Head office', ranges: ['192.0.2.0/24', '2001:db8:4::/48'], line: 'config/policy.yaml:9', here: true },
    { name: 'Depot', ranges: ['198.51.100.7'], line: 'config/policy.yaml:11', here: false },
  ],
  relief: { everyMs: 21 * DAY, line: 'config/policy.yaml:32' },
  address: '192.0.2.44',
  reminder: { offered: true, lastsMs: 2 * DAY, line: 'config/policy.yaml:28' },
  clients: {
    total: 3,
    search: '',
    rows: [
      { name: 'Contoso', people: 12, enrolled: 12 },
      { name: 'Fabrikam', people: 212, enrolled: 31 },
      { name: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Ltd', people: 0, enrolled: 0 },
    ],
    startUrl: null,
    nextUrl: null,
  },
}
const CLIENTS: Partial<CompanySettingsPage> = {
  clients: {
    total: 2000,
    search: 'client',
    rows: Array.from({ length: 50 }, (_, index) => ({
      name: `Client ${index + 100}`,
      people: 40 + index,
      enrolled: index,
    })),
    startUrl: '/_gatehouse/admin/company?client=client#clients',
    nextUrl: '/_gatehouse/admin/company?client=client&after=client-149#clients',
  },
}
const NO_CLIENTS: Partial<CompanySettingsPage> = {
  clients: { total: 2000, search: 'zzz', rows: [], startUrl: null, nextUrl: null },
}
const ENABLED: Partial<CompanySettingsPage> = {
  mandate: {
    since: Date.UTC(2026, 0, 15, 9),
    by: { kind: 'admin', name: 'policy' },
    line: 'config/policy.yaml:14',
  },
  enrolled: 57,
}
const BARE: Partial<CompanySettingsPage> = {
  announced: { from: Date.UTC(2026, 2, 1), line: 'config/policy.yaml:24' },
  people: 1,
  enrolled: 0,
  networks: [],
  relief: null,
  address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  reminder: { offered: false, lastsMs: 2 * DAY, line: 'config/policy.yaml:28' },
  clients: { total: 0, search: '', rows: [], startUrl: null, nextUrl: null },
}
const ROW: EmployeeRow = {
  url: '/_gatehouse/admin/employees/01JD8Z6M4T9QX2',
  name: 'Maria Lindqvist',
  username: 'maria@northwind.example',
  role: 'member',
  maskedPhone: '+44 •••• ••• 56',
  factors: ['phone'],
  isDisabled: false,
  isInvited: false,
  isLocked: false,
  remindedUntil: null,
  lastSignIn: Date.UTC(2026, 0, 15, 9),
}
/** As much as a usual row holds. */
const LONG_ROW: EmployeeRow = {
  ...ROW,
  url: '/_gatehouse/admin/employees/5b1f6a1c-3f0e-4c58-9d0e-2f6f2f7f3c11',
  name: 'Maria Constantinopolitana Lindqvist',
  username: 'maria.lindqvist@subsidiary.northwind.example',
  factors: ['phone', 'totp'],
  isLocked: true,
}
const BARE_ROW: EmployeeRow = { ...ROW, name: 'Bo', username: 'bo@northwind.example', maskedPhone: null, factors: [] }
const EMPLOYEES: EmployeesPage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  people: 57,
  enrolled: 41,
  search: '',
  status: '',
  sort: 'name',
  rows: [
    { ...ROW, name: 'Ada Nwosu', username: 'ada@northwind.example', role: 'admin', factors: ['phone', 'totp'] },
    { ...BARE_ROW, name: 'Cai', username: 'cai@northwind.example', isInvited: true, lastSignIn: null },
    { ...BARE_ROW, lastSignIn: null },
    { ...BARE_ROW, remindedUntil: Date.UTC(2026, 0, 17, 9) },
    ROW,
    { ...ROW, isLocked: true, maskedPhone: '+1 •••• ••• 78' },
    {
      ...BARE_ROW,
      name: 'Maria Constantinopolitana Lindqvist-Oppenheimer-Featherstonehaugh',
      username: 'maria.constantinopolitana.lindqvist-oppenheimer@subsidiary.northwind.example',
      isDisabled: true,
    },
  ],
  isCutShort: false,
  exportUrl: '/_gatehouse/admin/employees.csv',
  startUrl: null,
  nextUrl: '/_gatehouse/admin/employees?sort=name&after=01JD8Z6M4T9QX2',
}
const AUDIT_AT = Date.UTC(2026, 0, 15, 9)
const AUDIT_MARIA = {
  name: 'Maria Lindqvist',
  username: 'maria@northwind.example',
  url: '/_gatehouse/admin/audit?person=maria%40northwind.example',
}
const AUDIT_PEOPLE = [AUDIT_MARIA, { ...AUDIT_MARIA, name: 'Maria Constantinopolitana Lindqvist-Oppenheimer' }]
const AUDIT_ROW: AuditRow = {
  at: AUDIT_AT,
  person: AUDIT_MARIA,
  event: 'sign_in',
  outcome: 'success',
  reason: 'challenge:outside_trusted_networks',
  by: { kind: 'owner', name: '' },
  address: '192.0.2.17',
}
const AUDIT: AuditPage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  person: '',
  event: '',
  address: '',
  from: '',
  to: '',
  error: null,
  people: null,
  rows: [
    { ...AUDIT_ROW, event: 'challenge', outcome: 'failure', reason: 'phone:wrong' },
    AUDIT_ROW,
    {
      ...AUDIT_ROW,
      event: 'account_phone_set',
      reason: null,
      by: { kind: 'admin', name: 'ada@northwind.example' },
      address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    },
    {
      ...AUDIT_ROW,
      event: 'account_disabled',
      outcome: 'refused',
      reason: 'last_admin',
      by: { kind: 'operator', name: 'command line: root' },
      address: null,
    },
    {
      ...AUDIT_ROW,
      event: 'mandate_latched',
      reason: 'policy',
      person: null,
      by: { kind: 'gateway', name: '' },
      address: null,
    },
    {
      ...AUDIT_ROW,
      event: 'something_of_before',
      reason: null,
      person: {
        ...AUDIT_MARIA,
        username: 'maria.constantinopolitana.lindqvist-oppenheimer@subsidiary.northwind.example',
      },
    },
  ],
  searchedBackTo: null,
  keptMs: null,
  exportUrl: '/_gatehouse/admin/audit.jsonl',
  startUrl: null,
  nextUrl: '/_gatehouse/admin/audit?before=1768467600000.17',
}
const SINCE = Date.UTC(2026, 0, 15, 9)
const EMPLOYEE: EmployeePage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  employee: { ...ROW, factors: ['phone', 'totp'] },
  kept: { name: ROW.name, role: 'member', deskPhone: '', cellCountry: 'GB', cellPhone: '07400 123456' },
  name: ROW.name,
  role: 'member',
  deskPhone: '+44 161 496 0000 ext. 12',
  countries: COUNTRIES,
  cellCountry: 'GB',
  cellPhone: '07400 123456',
  error: null,
  asksToGiveUpAdmin: false,
  saved: null,
  done: null,
  factors: [
    { kind: 'phone', name: null, since: SINCE, isProved: false },
    { kind: 'totp', name: 'Work phone', since: SINCE, isProved: true },
  ],
  disabledSince: null,
  failures: 0,
  isLockedForGood: false,
  steps: [step('reset_factors', 'factors'), step('end_sessions', 'sessions'), step('disable', 'access')],
  signUpLinkUrl: null,
  isSelf: false,
}
const EMPLOYEE_BARE: Partial<EmployeePage> = {
  employee: { ...BARE_ROW, lastSignIn: null },
  name: 'Bo',
  deskPhone: '',
  cellPhone: '',
  factors: [],
  steps: [step('enable', 'access')],
  disabledSince: SINCE,
}
const EMPLOYEE_LOCKED: Partial<EmployeePage> = {
  employee: { ...LONG_ROW, name: 'Maria Constantinopolitana Lindqvist-Oppenheimer-Featherstonehaugh' },
  failures: 45,
  steps: [step('unlock', 'lock'), ...EMPLOYEE.steps],
}
const LOCKED_FOR_GOOD: Partial<EmployeePage> = { failures: 100, isLockedForGood: true, steps: EMPLOYEE.steps }
const EMPLOYEE_SELF: Partial<EmployeePage> = {
  employee: { ...ROW, name: 'Ada Nwosu', username: 'ada@northwind.example', role: 'admin' },
  name: 'Ada Nwosu',
  error: {
    field: 'role',
    message: { kind: 'giving_up_admin' },
  },
  asksToGiveUpAdmin: true,
  steps: [step('end_sessions', 'sessions')],
  isSelf: true,
}
const EMPLOYEE_INVITED: Partial<EmployeePage> = {
  ...EMPLOYEE_BARE,
  employee: { ...BARE_ROW, isInvited: true, lastSignIn: null },
  steps: [step('disable', 'access')],
  disabledSince: null,
  signUpLinkUrl: `${ROW.url}/sign-up-link`,
}
const NEW_EMPLOYEE: NewEmployeePage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  name: '',
  username: '',
  role: 'member',
  countries: COUNTRIES,
  cellCountry: 'GB',
  cellPhone: '',
  error: null,
}
const SIGN_UP_LINK: SignUpLinkPage = {
  ...ADMIN,
  name: 'Maria Lindqvist',
  username: 'maria@northwind.example',
  url: `${ROW.url}/sign-up-link`,
  employeeUrl: ROW.url,
  link: 'https://portal.example.com/_gatehouse/sign-up?link=5b1f6a1c-3f0e-4c58-9d0e-2f6f2f7f3c11.QmFzZTY0dXJsT2ZUaGlydHlUd29CeXRlc0luQWxsMTI',
  isMailed: true,
  validUntil: Date.UTC(2026, 0, 22, 9),
  nextAt: null,
}
const SIGN_UP: SignUpPage = {
  ...STRANGER,
  name: 'Maria Lindqvist',
  signUpAs: 'maria@northwind.example',
  companyName: 'Northwind IT',
  shortestPassword: 15,
  error: null,
}
const LAST_ADMIN: Sentence = { kind: 'last_admin', company: 'Northwind IT' }
const EMPLOYEE_STEP: EmployeeStepPage = {
  ...ADMIN,
  companyName: 'Northwind IT',
  step: 'reset_factors',
  url: `${ROW.url}/factors`,
  employee: ROW,
  isSelf: false,
  isRefused: false,
  error: null,
}
const NO_CELL_NUMBER: FieldError = { field: 'cell_phone', message: { kind: 'number_refused' } }
const NO_NAME: FieldError = { field: 'name', message: { kind: 'name_missing' } }
const NO_MATCH: Partial<EmployeesPage> = {
  search: 'lindkvist',
  status: 'locked',
  rows: [],
  startUrl: '/_gatehouse/admin/employees?search=lindkvist&status=locked&sort=name',
  nextUrl: null,
}
const MANDATE: MandatePage = { ...ADMIN, companyName: 'Northwind IT', people: 57, missing: 16, error: null }
const OUTSIDE = { address: '203.0.113.9', company: 'Northwind IT', networks: ['Head office'] }
const INSIDE = { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', network: 'Head office', company: 'Northwind IT' }
const ANSWER: WhyAnswer = {
  decision: 'challenge',
  reminderOffered: false,
  because: { kind: 'why_outside_trusted_networks', ...OUTSIDE },
  supposing: null,
  line: null,
  address: '203.0.113.9',
  at: Date.UTC(2026, 0, 15, 9),
  rules: [
    { name: 'factor', finding: { kind: 'found_factor' } },
    {
      name: 'client_company',
      finding: { kind: 'found_company_kind', company: 'Northwind IT', companyKind: 'partner' },
    },
    { name: 'trusted_network', finding: { kind: 'found_no_network', ...OUTSIDE } },
  ],
}
const WHY: WhyPage = {
  ...SIGNED_IN,
  employeeName: null,
  url: '/_gatehouse/account/why',
  backUrl: '/_gatehouse/account',
  address: '203.0.113.9',
  at: '',
  error: null,
  answer: ANSWER,
}
const WHY_OF_EMPLOYEE: Partial<WhyPage> = {
  ...ADMIN,
  employeeName: 'Maria Lindqvist',
  url: `${ROW.url}/why`,
  backUrl: ROW.url,
  address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  at: '2026-02-05T09:00',
  answer: {
    ...ANSWER,
    because: { kind: 'why_never_challenged', ...INSIDE, inBrowser: true },
    supposing: { kind: 'why_any_browser' },
    line: 'config/policy.yaml:9',
    address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    rules: [
      ...ANSWER.rules.slice(0, 2),
      { name: 'trusted_network', finding: { kind: 'found_network', ...INSIDE } },
      { name: 'relief', finding: { kind: 'found_relief', everyMs: 21 * DAY } },
      { name: 'last_challenge', finding: { kind: 'found_no_challenge', inBrowser: true } },
    ],
  },
}
const NO_SIGN_IN: WhyAnswer = {
  ...ANSWER,
  decision: 'refused',
  because: { kind: 'why_disabled', since: Date.UTC(2026, 0, 15, 9) },
  rules: [],
}
const NO_ADDRESS: FieldError = { field: 'address', message: { kind: 'not_an_address' } }
const NOT_CONFIRMED: FieldError = { field: 'confirm', message: { kind: 'mandate_not_confirmed' } }
const TYPED: EnrollPhonePage = { ...ENROLL_PHONE, phone: '506-234-5678' }

const WRONG_PASSWORD: FieldError = { field: 'password', message: { kind: 'password_wrong' } }
const SLOWED: FieldError = { field: 'form', message: { kind: 'too_many_tries', waitMs: 120_000 } }
const UNAVAILABLE: FieldError = { field: 'form', message: { kind: 'signing_in_unavailable' } }
const NO_NUMBER: FieldError = {
  field: 'phone',
  message: { kind: 'number_unreadable', country: 'CA', example: '506-234-5678' },
}
const WRONG_APP_CODE: FieldError = { field: 'code', message: { kind: 'first_app_code_wrong' } }
const WRONG_CODE: FieldError = { field: 'code', message: { kind: 'code_wrong', triesLeft: 3 } }
const NOT_SENT: FieldError = {
  field: 'channel',
  message: { kind: 'code_not_sent', fault: 'landline_refused', channel: 'sms', remedies: ['get_call'] },
}

const APP_DOWN: Failure = {
  status: 502,
  code: 'upstream_unavailable',
  message: { kind: 'app_silent', app: 'Data Protection' },
}
const NOT_FOUND: Failure = { status: 404, code: 'not_found', message: { kind: 'no_page' } }
const SESSION_ENDED: Failure = { status: 401, code: 'sign_in_required', message: { kind: 'session_ended' } }
const LONG = {
  portalName: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft Portal',
  username: 'maria.constantinopolitana.lindqvist-oppenheimer@subsidiary.northwind.example',
  name: 'Maria Constantinopolitana Lindqvist-Oppenheimer-Featherstonehaugh',
  personName: 'Maria Constantinopolitana Lindqvist-Oppenheimer-Featherstonehaugh',
  menu: { name: 'Maria Constantinopolitana Lindqvist-Oppenheimer-Featherstonehaugh', isAdmin: true },
  companyName: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch IT',
}

function step(kind: EmployeeStep, place: string): EmployeePage['steps'][number] {
  return { kind, url: `${ROW.url}/${place}` }
}
