import type { Messages } from '../messages.ts'

export const appCredential: Messages['appCredential'] = {
  title: ({ app }) => `Su contraseña para ${app}`,
  why: ({ app }) =>
    `${app} pide un nombre y una contraseña propios. Escriba una vez los que tiene allí y, desde entonces, también tendrá la sesión iniciada en ella.`,
  notAsked: ({ app }) =>
    `${app} no le pide nombre ni contraseña: la aplicación ha cambiado de nombre, ya no existe o usted ya no puede abrirla. Lo que introdujo no se envía a ninguna parte y se guarda hasta que lo elimine.`,
  kept: 'Se guardan cifrados y no se vuelven a mostrar, ni a usted ni a nadie más.',
  entered: 'Introducida el {when}. Lo que escriba ahora la sustituye.',
  name: 'Su nombre allí',
  password: 'Su contraseña allí',
  submit: 'Guardar',
  removal: 'Eliminarla',
  removes: ({ app }) => `Se le pedirá de nuevo la próxima vez que abra ${app}.`,
  remove: 'Eliminar esta contraseña',
  cancel: 'Cancelar',
  card: 'Contraseñas de sus aplicaciones',
  about:
    'Estas aplicaciones piden un nombre y una contraseña propios. Escríbalos una vez y también tendrá la sesión iniciada en ellas.',
  enteredOn: 'Introducida el {when}',
  notInUse: 'Sin uso',
  notEntered: 'Aún no introducida',
  edit: 'Editar',
  enter: 'Introducir',
}
