import type { Messages } from '../messages.ts'

export const proof: Messages['proof'] = {
  title: 'Confirme que es usted',
  passwordAndCode:
    'Lo que va a hacer afecta a la seguridad de una cuenta. Escriba su contraseña y después un código; seguiremos donde estaba.',
  passwordAlone:
    'Lo que va a hacer afecta a la seguridad de una cuenta. Escriba su contraseña; seguiremos donde estaba.',
  submit: 'Continuar',
  cancel: 'Cancelar',
}

export const nothingWaits: Messages['nothingWaits'] = {
  title: 'Esta página ya no está al día',
  why: 'Lo que esperaba aquí ya se ha hecho, se ha sustituido por otra cosa o ha esperado demasiado. Vea cómo están las cosas y repítalo si todavía hace falta.',
  back: 'Ir a su cuenta',
  backToPage: 'Volver a la página',
}
