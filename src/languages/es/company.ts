import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { plural, after, every } = manner

export const companySettings: Messages['companySettings'] = {
  title: 'Ajustes de la empresa',
  authentication: 'Ajustes de autenticación',
  forAll: '2FA para todos los usuarios',
  enabled: 'Activada',
  since: 'desde el {since} por {by}. No se puede volver a desactivar.',
  policy: 'la política',
  formerAdmin: 'un administrador que ya no está aquí',
  once: ({ company }) =>
    `Una vez activada, todas las personas de ${company} inician sesión con un segundo factor; quien no lo tenga lo configura la próxima vez que inicie sesión. No se puede deshacer.`,
  announced: 'A partir del {from} será obligatoria en cualquier caso.',
  enable: 'Activar',
  enableAll: 'Activar la 2FA para todos',
  reminder: 'Recordatorio',
  reminderNever: 'Nadie puede aplazarla: la 2FA es obligatoria aquí.',
  reminderOffered: ({ lastsMs }) =>
    `Quien todavía no tenga un segundo factor puede elegir «Recordármelo ${after(lastsMs)}» tantas veces como quiera.`,
  reminderNone: 'Nadie puede aplazarla.',
  networks: 'Redes de confianza',
  noNetworks: ({ company }) =>
    `La política no indica ninguna para ${company}: se pide un código en cada inicio de sesión.`,
  relief: ({ everyMs }) =>
    `Allí se pide un código ${every(everyMs)}. Desde cualquier otro lugar, en cada inicio de sesión.`,
  noRelief: 'La política ha desactivado esta ventaja: se pide un código en cada inicio de sesión.',
  here: 'Usted está aquí',
  address: 'Su dirección ahora: {address}.',
  addressIn: 'Su dirección ahora: {address}, en {network}.',
  addressOutside: 'Su dirección ahora: {address}, en ninguna de ellas.',
  enrolled: '{count} inscritos',
  count: ({ enrolled, people }) => `${enrolled} de ${people}`,
}

export const mandate: Messages['mandate'] = {
  title: 'Activar la 2FA para todos',
  everyone:
    'Todos han configurado la 2FA. Desde ahora nadie puede prescindir de ella, y a quien se incorpore se le pedirá en su primer inicio de sesión.',
  count: ({ missing, people }) => `${missing} de ${people}`,
  missing: ({ missing, people }) =>
    `{count} ${plural(people, { one: 'persona', other: 'personas' })} no ${plural(missing, { one: 'ha', other: 'han' })} configurado la 2FA. Se les pedirá en su próximo inicio de sesión.`,
  forGood: 'No se puede deshacer.',
  forGoodMore: 'Ni usted ni nosotros podremos hacerlo.',
  confirm: ({ company }) => `Hacer obligatoria la 2FA para todos en ${company}. Entiendo que no se puede deshacer.`,
  submit: 'Activar',
  cancel: 'Cancelar',
}
