import { manner } from './manner.ts'

const { list } = manner

export const employees = {
  title: 'Manage Employees',
  search: 'Name or username',
  status: 'Status',
  everybody: 'Everybody',
  sort: 'Sort by',
  submit: 'Search',
  nameUp: 'Name, A to Z',
  nameDown: 'Name, Z to A',
  usernameUp: 'Username, A to Z',
  usernameDown: 'Username, Z to A',
  signInDown: 'Last sign-in, latest first',
  signInUp: 'Last sign-in, earliest first',
  statusUp: 'Status, not enrolled first',
  statusDown: 'Status, disabled first',
  noMatch: 'Nobody matches.',
  cutShort:
    'Too many people match for all of them to be looked at on one page. Type more of the name, or go on to the next page.',
  showAll: 'Show everybody',
  none: 'No one here yet. Add your first employee.',
  add: 'Add Employee',
  caption: ({ company }: { company: string }) => `Employees of ${company}`,
  name: 'Name',
  role: 'Role',
  cellPhone: 'Cell phone',
  factor: 'Two-factor authentication',
  lastSignIn: 'Last sign-in',
  noNumber: 'No number',
  neverSignedIn: 'Never signed in',
  edit: 'Edit',
  pages: 'Pages',
  export: 'Export as CSV',
  start: 'From the start',
  next: 'Next page',
}

export const enrollment = {
  enrolled: 'Enrolled',
  notEnrolled: 'Not enrolled',
  invited: 'Invited',
  notSignedUp: 'Has not signed up yet',
  locked: 'Locked',
  disabled: 'Disabled',
  app: 'authenticator app',
  phone: 'phone',
  factors: ({ kinds }: { kinds: readonly string[] }) => list(kinds),
  reminderUntil: 'Reminder until {until}',
  admin: 'Admin',
  member: 'Member',
  roleAt: ({ role, company }: { role: string; company: string }) => `${role} at ${company}`,
}

export const employee = {
  title: 'Edit Employee',
  saved: 'Saved.',
  newNumber: 'Codes go to the new number from now on, and to no other. It counts as proved after its first right code.',
  enrollsNobody: ({ name }: { name: string }) =>
    `The number enrolls nobody by itself: ${name} proves it when setting up two-factor authentication.`,
  landline:
    "It looks like a landline, which text messages don't reach: codes are read out in a phone call. An authenticator app works as well.",
  undetermined:
    "It may not be a mobile: we can't tell whether text messages reach it. A phone call can be asked for instead, and an authenticator app works as well.",
  profile: 'Profile',
  name: 'Name',
  role: 'Role',
  giveUpAdmin: ({ company }: { company: string }) => `I no longer want to be an admin of ${company}.`,
  cellPhone: 'Cell Phone Number',
  country: 'Country',
  number: 'Number',
  emptyRemoves: 'To remove the number, empty the field and save.',
  deskPhone: 'Desk phone',
  ifAny: '(if there is one)',
  deskPhoneAbout: 'For colleagues to see. Codes never go there.',
  submit: 'Save Changes',
  cancel: 'Cancel',
  account: 'Account',
  status: 'Status',
  disabledSince: 'Disabled since {since}',
  lockedAfter: ({ failures }: { failures: number }) => `Locked after ${failures} wrong codes in a row`,
  lockedForGood: 'After 100 wrong codes in a row, only the operator of the portal can unlock this account.',
  active: 'Active',
  lastSignIn: 'Last sign-in',
  neverSignedIn: 'Never signed in',
  factor: 'Two-factor authentication',
  app: 'Authenticator app',
  phone: 'Phone',
  since: 'since {since}',
  sinceNotProved: 'since {since}; the new number is not proved yet',
  cellPhoneNumber: 'Cell phone number',
  none: 'None',
  invited: 'Invited: has not signed up yet',
  signUpLink: 'Sign-up link',
  signUpLinkAbout: 'Has not signed up yet: make a new link',
  access: 'Access',
  own: 'This is your own account: number and factors are changed in Settings, and only another admin can unlock or disable it.',
}

export const employeeStep = {
  unlock: 'Unlock',
  reset_factors: 'Reset factors',
  end_sessions: 'End sessions',
  remove_app_credentials: 'Remove passwords for apps',
  disable: 'Disable',
  enable: 'Enable',
  done: {
    unlock: ({ name }: { name: string }) => `${name} may try codes again at once.`,
    reset_factors: ({ name }: { name: string }) =>
      `${name} has no second factor any more, and is signed out everywhere. Ask them to sign in soon.`,
    end_sessions: ({ name }: { name: string }) => `${name} is signed out everywhere.`,
    remove_app_credentials: ({ name }: { name: string }) =>
      `${name} is asked for name and password again at apps that have their own.`,
    disable: ({ name }: { name: string }) => `${name} can't sign in any more, and is signed out everywhere.`,
    enable: ({ name }: { name: string }) => `${name} can sign in again.`,
  },
  unlockAbout: 'Codes may be tried again at once',
  resetAbout: 'For a lost phone: a second factor is set up anew',
  endAbout: 'Signed out in every browser',
  credentialsAbout: 'What they put in for apps that ask for a name and password of their own',
  disableAbout: 'No sign-in until enabled again',
  enableAbout: 'Sign-in as before',
  unlockWhat:
    'Too many wrong codes were entered for this account. Once it is unlocked, codes may be tried again at once. Wrong ones go on counting: after 100 in a row, only the operator of the portal can unlock it.',
  unlockBeware: "If they didn't enter those codes themselves, somebody else may know their password: have it changed.",
  resetWhat: ({ name }: { name: string }) =>
    `${name} will have no second factor any more, is signed out everywhere at once, and sets up a new one at the next sign-in.`,
  resetBeware:
    'Until then, whoever knows their password could set up a phone of their own: make sure that it is them who asked, and that they sign in soon.',
  forGood: "This can't be undone.",
  endOwn: "You'll be signed out at once in every browser, this one too, and codes that were sent stop working.",
  endWhat: ({ name }: { name: string }) =>
    `${name} is signed out at once in every browser, and codes that were sent stop working. They may sign in again. What they haven't saved may be lost.`,
  credentialsWhat: ({ name }: { name: string }) =>
    `What ${name} put in for apps that ask for a name and password of their own is forgotten at once. Nobody is shown what it was, and ${name} is asked for it again there.`,
  disableWhat: ({ name }: { name: string }) =>
    `${name} is signed out everywhere at once, and can't sign in until an admin enables the account again. Number and second factors are kept.`,
  enableWhat: ({ name }: { name: string }) =>
    `${name} can sign in again, with the same password and second factor as before.`,
  cancel: 'Cancel',
}
