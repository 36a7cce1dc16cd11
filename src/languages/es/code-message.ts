import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { after } = manner

export const codeMessage: Messages['codeMessage'] = {
  text: ({ code, portal, lifeMs }) =>
    `${code} es su código para ${portal}. Caduca ${after(lifeMs)}. No lo comparta con nadie.`,
  call: ({ spelled, portal, lifeMs }) =>
    `Le llamamos de ${portal}. Su código es: ${spelled}. Repetimos, su código es: ${spelled}. Caduca ${after(lifeMs)}. No lo comparta con nadie.`,
}
