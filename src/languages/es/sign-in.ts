import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'Iniciar sesión',
  to: 'en {app}',
  signedOut: 'Ha cerrado la sesión.',
  signedOutMore: 'Puede cerrar esta página o volver a iniciar sesión.',
  signedUp: 'Su contraseña está definida.',
  signedUpMore: 'Inicie sesión con ella ahora; a continuación configurará un segundo factor.',
  expired: 'Su sesión ha terminado.',
  expiredMore:
    'No se usó durante un tiempo o se cerró desde otro lugar. Inicie sesión para continuar; es posible que tenga que volver a enviar lo que no había guardado.',
  keptMore: 'Lo que acaba de enviar se guarda durante unos minutos: inicie sesión y podrá enviarlo.',
  username: 'Nombre de usuario',
  password: 'Contraseña',
  show: 'Mostrar',
  hide: 'Ocultar',
  showPassword: 'Mostrar la contraseña',
  submit: 'Iniciar sesión',
}
