import type { Messages } from '../messages.ts'

export const resume: Messages['resume'] = {
  title: '¿Enviar ahora su formulario?',
  why: 'Lo que envió a {app} tuvo que esperar a que iniciara la sesión, así que todavía no ha llegado. No se ha perdido nada de lo que escribió.',
  submit: 'Enviarlo ahora',
  note: 'Se puede enviar una vez y solo se guarda durante unos minutos.',
  leave: 'No enviarlo',
}

export const sendOn: Messages['sendOn'] = {
  title: 'Enviando su formulario',
  what: 'Si {app} no se abre por sí sola, pulse el botón.',
  submit: 'Enviarlo ahora',
}

export const sessionEnded: Messages['sessionEnded'] = {
  title: 'Su sesión ha terminado',
  titleSignIn: 'Inicie sesión primero',
  lost: 'Lo que acaba de enviar no ha llegado a {app}.',
  why: {
    elsewhere: 'Venía de otro sitio y por eso no se guarda.',
    nobody: 'Ha cerrado la sesión en este navegador, así que no se ha podido guardar para usted.',
    has_files: 'Contiene un archivo, y los formularios con archivos no se pueden guardar mientras inicia sesión.',
    other_kind: 'Es de un tipo que no se puede guardar mientras inicia sesión.',
    too_large: 'Es demasiado grande para guardarlo mientras inicia sesión.',
    too_many: 'Ya hay demasiados formularios en espera, así que no se ha podido guardar mientras inicia sesión.',
  },
  what: 'Inicie sesión y envíelo de nuevo desde la página en la que estaba. Si antes vuelve atrás en su navegador, es posible que lo que escribió siga allí y pueda copiarlo.',
  logIn: 'Iniciar sesión',
}
