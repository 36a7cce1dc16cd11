import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { after, every, list } = manner

export const enrollPhone: Messages['enrollPhone'] = {
  title: 'Activar la 2FA',
  step: 'Proteger su cuenta',
  why: 'Con un código enviado a su teléfono, su cuenta sigue siendo suya aunque alguien averigüe su contraseña.',
  landline: 'Parece un teléfono fijo',
  landlineWhy:
    'Los SMS no llegan a los teléfonos fijos. Una aplicación de autenticación funciona en todas partes, también sin cobertura:',
  undetermined: 'Puede que no sea un número de móvil',
  undeterminedWhy:
    'No podemos saber si le llegan los SMS. Una aplicación de autenticación funciona en todas partes, también sin cobertura:',
  install:
    'Instale en su teléfono una aplicación de autenticación, como Google Authenticator, Microsoft Authenticator o 1Password.',
  scan: 'Escanee con ella el código QR que le mostramos.',
  enter: 'Introduzca el código de 6 dígitos que muestra.',
  useApp: 'Usar una aplicación de autenticación',
  orCall: 'O siga con este número: le llamaremos y leeremos su código en voz alta.',
  orText: 'O siga con este número: le enviaremos el código por SMS, y si no llega podrá pedir una llamada.',
  country: 'País',
  phone: 'Número de móvil',
  submit: 'Activar la 2FA',
  submitCall: 'Activar la 2FA con una llamada a este número',
  submitAnyway: 'Activar la 2FA con este número',
  later: ({ lastsMs }) => `Recordármelo ${after(lastsMs)}`,
}

export const enrollApp: Messages['enrollApp'] = {
  title: 'Configurar una aplicación de autenticación',
  step: 'Proteger su cuenta',
  get: 'Abra una aplicación',
  getMore:
    'Abra la aplicación de autenticación en su teléfono. Si no tiene ninguna, instale una: sirve Google Authenticator, Microsoft Authenticator, 1Password o cualquier otra.',
  scan: 'Escanee este código',
  qrCode: 'Código QR para su aplicación de autenticación',
  open: 'Abrir en una aplicación de este teléfono',
  cannotScan: '¿No puede escanear?',
  typeKey:
    'En la aplicación, elija introducir una clave de configuración y escriba esta (basada en el tiempo, 6 dígitos):',
  copy: 'Copiar la clave',
  copied: 'Copiada',
  copiedMore: 'La clave se ha copiado.',
  selected: 'Seleccionada: cópiela ahora',
  selectedMore: 'La clave está seleccionada.',
  code: 'Introduzca el código de 6 dígitos que muestra',
  submit: 'Activar la 2FA',
  usePhone: 'Usar un número de teléfono',
}

export const enrolled: Messages['enrolled'] = {
  title: 'Todo listo',
  byApp: 'La autenticación de dos factores está activada, con su aplicación de autenticación.',
  nextByApp: 'La próxima vez que inicie sesión le pediremos el código que muestra su aplicación.',
  byPhone: 'La autenticación de dos factores está activada, con el número {phone}.',
  on: 'La autenticación de dos factores está activada.',
  nextByPhone: 'La próxima vez que inicie sesión le enviaremos un código a ese número.',
  trusted: ({ networks, everyMs }) => `En ${list(networks)} solo se lo pediremos ${every(everyMs)}.`,
  go: 'Continuar',
}
