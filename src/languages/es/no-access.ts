import type { Messages } from '../messages.ts'

export const noAccess: Messages['noAccess'] = {
  title: 'Sin acceso',
  refused: '{account} no puede abrir {app}.',
  thisAccount: 'Esta cuenta',
  thisPage: 'esta página',
  open: 'Puede abrir',
  ask: 'Si lo necesita para su trabajo, pregunte a la persona que gestiona las cuentas en su empresa.',
  askBelow: 'Si lo necesita para su trabajo, pida ayuda como se indica abajo.',
  account: 'Su cuenta',
  somebodyElse: 'Iniciar sesión como otra persona',
}
