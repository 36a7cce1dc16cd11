import type { Messages } from '../messages.ts'

export const noAccess: Messages['noAccess'] = {
  title: 'Kein Zugriff',
  refused: '{account} darf {app} nicht öffnen.',
  thisAccount: 'Dieses Konto',
  thisPage: 'diese Seite',
  open: 'Öffnen können Sie',
  ask: 'Wenn Sie das für Ihre Arbeit brauchen, fragen Sie die Person, die in Ihrer Firma die Konten verwaltet.',
  askBelow: 'Wenn Sie das für Ihre Arbeit brauchen, bitten Sie um Hilfe, wie unten beschrieben.',
  account: 'Ihr Konto',
  somebodyElse: 'Als jemand anderes anmelden',
}
