import type { Messages } from '../messages.ts'

export const clients: Messages['clients'] = {
  title: 'Kundenunternehmen',
  lede: 'Wer dort 2FA eingerichtet hat, zu Ihrer Kenntnis. Verwaltet werden sie von ihren eigenen Admins.',
  enrolled: ({ enrolled, people }: { enrolled: number; people: number }) => `${enrolled} von ${people} eingerichtet`,
  search: 'Name eines Kundenunternehmens',
  submit: 'Suchen',
  none: ({ company }: { company: string }) => `Zu ${company} gehört noch kein Kundenunternehmen.`,
  noMatch: 'Kein Kundenunternehmen passt dazu.',
  all: 'Alle zeigen',
  start: 'Von Anfang an',
  next: 'Nächste Seite',
}
