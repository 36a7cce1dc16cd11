export const clients = {
  title: 'Client companies',
  lede: 'Their enrollment, for you to see. Their own admins manage them.',
  enrolled: ({ enrolled, people }: { enrolled: number; people: number }) => `${enrolled} of ${people} enrolled`,
  search: 'Name of a client company',
  submit: 'Search',
  none: ({ company }: { company: string }) => `No client company belongs to ${company} yet.`,
  noMatch: 'No client company matches.',
  all: 'Show all',
  start: 'From the start',
  next: 'Next page',
}
