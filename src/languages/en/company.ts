import { manner } from './manner.ts'

const { plural, after, every } = manner

export const companySettings = {
  title: 'Company Settings',
  authentication: 'Authentication Settings',
  forAll: '2FA for all users',
  enabled: 'Enabled',
  since: "since {since} by {by}. It can't be turned off again.",
  policy: 'policy',
  formerAdmin: 'an admin who is no longer here',
  once: ({ company }: { company: string }) =>
    `Once it is enabled, everyone at ${company} signs in with a second factor; those who have none set it up at their next sign-in. It can't be undone.`,
  announced: 'From {from} on it will be compulsory in any case.',
  enable: 'Enable',
  enableAll: 'Enable 2FA for all users',
  reminder: 'Reminder',
  reminderNever: 'Nobody is offered to put it off: 2FA is compulsory here.',
  reminderOffered: ({ lastsMs }: { lastsMs: number }) =>
    `Whoever has no second factor yet may choose "Remind me ${after(lastsMs)}", as often as they like.`,
  reminderNone: 'Nobody is offered to put it off.',
  networks: 'Trusted networks',
  noNetworks: ({ company }: { company: string }) =>
    `Policy names none for ${company}: a code is asked for at every sign-in.`,
  relief: ({ everyMs }: { everyMs: number }) =>
    `There, a code is asked for ${every(everyMs)}. From anywhere else, at every sign-in.`,
  noRelief: 'Policy has turned their relief off: a code is asked for at every sign-in.',
  here: 'You are here',
  address: 'Your address now: {address}.',
  addressIn: 'Your address now: {address}, in {network}.',
  addressOutside: 'Your address now: {address}, in none of them.',
  enrolled: '{count} enrolled',
  count: ({ enrolled, people }: { enrolled: number; people: number }) => `${enrolled} of ${people}`,
}

export const mandate = {
  title: 'Enable 2FA for everyone',
  everyone:
    'Everyone has set up 2FA. From now on nobody can go without it, and whoever joins is asked at their first sign-in.',
  count: ({ missing, people }: { missing: number; people: number }) => `${missing} of ${people}`,
  missing: ({ missing, people }: { missing: number; people: number }) =>
    `{count} ${plural(people, { one: 'person', other: 'people' })} ${plural(missing, { one: "hasn't", other: "haven't" })} set up 2FA. They'll be asked at their next sign-in.`,
  forGood: "This can't be undone.",
  forGoodMore: 'Not by you, and not by us.',
  confirm: ({ company }: { company: string }) =>
    `Make 2FA compulsory for everyone at ${company}. I understand that this can't be undone.`,
  submit: 'Enable',
  cancel: 'Cancel',
}
