import { manner } from './manner.ts'

const { after, every, list } = manner

export const enrollPhone = {
  title: 'Enable 2FA',
  step: 'Protect your account',
  why: 'A code sent to your phone keeps your account yours, even if somebody learns your password.',
  landline: 'This looks like a landline',
  landlineWhy: "Text messages don't reach landlines. An authenticator app works everywhere, with no signal too:",
  undetermined: 'This may not be a mobile number',
  undeterminedWhy:
    "We can't tell whether text messages reach it. An authenticator app works everywhere, with no signal too:",
  install:
    'Install an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or 1Password.',
  scan: 'Scan the QR code that we show you with it.',
  enter: 'Enter the 6-digit code that it shows.',
  useApp: 'Use an authenticator app instead',
  orCall: "Or go on with this number: we'll call it and read your code out.",
  orText: "Or go on with this number: we'll text your code, and you can ask for a phone call if it doesn't come.",
  country: 'Country',
  phone: 'Mobile number',
  submit: 'Enable 2FA',
  submitCall: 'Enable 2FA with a call to this number',
  submitAnyway: 'Enable 2FA with this number',
  later: ({ lastsMs }: { lastsMs: number }) => `Remind me ${after(lastsMs)}`,
}

export const enrollApp = {
  title: 'Set up an authenticator app',
  step: 'Protect your account',
  get: 'Get an app',
  getMore:
    'Open the authenticator app on your phone. If you have none, install one: Google Authenticator, Microsoft Authenticator, 1Password or any other will do.',
  scan: 'Scan this code',
  qrCode: 'QR code for your authenticator app',
  open: 'Open in an app on this phone',
  cannotScan: "Can't scan?",
  typeKey: 'In the app, choose to enter a setup key, and type this one (time-based, 6 digits):',
  copy: 'Copy key',
  copied: 'Copied',
  copiedMore: 'The key was copied.',
  selected: 'Selected: now copy it',
  selectedMore: 'The key is selected.',
  code: 'Enter the 6-digit code it shows',
  submit: 'Enable 2FA',
  usePhone: 'Use a phone number instead',
}

export const enrolled = {
  title: "You're set",
  byApp: 'Two-factor authentication is on, with your authenticator app.',
  nextByApp: "Next time you sign in, we'll ask for the code that your app shows.",
  byPhone: 'Two-factor authentication is on, with the number {phone}.',
  on: 'Two-factor authentication is on.',
  nextByPhone: "Next time you sign in, we'll send a code there.",
  trusted: ({ networks, everyMs }: { networks: readonly string[]; everyMs: number }) =>
    `On ${list(networks)}, we'll ask only ${every(everyMs)}.`,
  go: 'Continue',
}
