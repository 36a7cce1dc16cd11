import type { Messages } from '../messages.ts'

export const clients: Messages['clients'] = {
  title: 'Empresas clientes',
  lede: 'Quién ha activado la 2FA en ellas, para su información. Las gestionan sus propios administradores.',
  enrolled: ({ enrolled, people }: { enrolled: number; people: number }) => `${enrolled} de ${people} con 2FA`,
  search: 'Nombre de una empresa cliente',
  submit: 'Buscar',
  none: ({ company }: { company: string }) => `Todavía ninguna empresa cliente pertenece a ${company}.`,
  noMatch: 'Ninguna empresa cliente coincide.',
  all: 'Mostrar todas',
  start: 'Desde el principio',
  next: 'Página siguiente',
}
