import type { Messages } from '../messages.ts'

export const clients: Messages['clients'] = {
  title: 'Kundenfirmen',
  lede: 'Wer dort 2FA eingerichtet hat, zu Ihrer Kenntnis. Verwaltet werden sie von ihren eigenen Admins.',
  enrolled: ({ enrolled, people }: { enrolled: number; people: number }) => `${enrolled} von ${people} eingerichtet`,
  search: 'Name einer Kundenfirma',
  submit: 'Suchen',
  none: ({ company }: { company: string }) => `Zu ${company} gehört noch keine Kundenfirma.`,
  noMatch: 'Keine Kundenfirma passt dazu.',
  all: 'Alle zeigen',
  start: 'Von Anfang an',
  next: 'Nächste Seite',
}
