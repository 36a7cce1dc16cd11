import type { Messages } from '../messages.ts'

export const clients: Messages['clients'] = {
  title: 'Entreprises clientes',
  lede: "Qui y a activé la 2FA, à titre d'information. Leurs propres admins les gèrent.",
  enrolled: ({ enrolled, people }: { enrolled: number; people: number }) =>
    `${enrolled} sur ${people} ont activé la 2FA`,
  search: "Nom d'une entreprise cliente",
  submit: 'Rechercher',
  none: ({ company }: { company: string }) => `Aucune entreprise cliente ne dépend encore de ${company}.`,
  noMatch: 'Aucune entreprise cliente ne correspond.',
  all: 'Tout afficher',
  start: 'Depuis le début',
  next: 'Page suivante',
}
