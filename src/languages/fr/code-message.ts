import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { after } = manner

export const codeMessage: Messages['codeMessage'] = {
  text: ({ code, portal, lifeMs }) =>
    `${code} est votre code pour ${portal}. Il expire ${after(lifeMs)}. Ne le communiquez à personne.`,
  call: ({ spelled, portal, lifeMs }) =>
    `Ici ${portal}. Votre code est : ${spelled}. Nous répétons, votre code est : ${spelled}. Il expire ${after(lifeMs)}. Ne le communiquez à personne.`,
}
