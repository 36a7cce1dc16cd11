import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { after } = manner

export const codeMessage: Messages['codeMessage'] = {
  text: ({ code, portal, lifeMs }) =>
    `${code} ist Ihr Code für ${portal}. Er läuft ${after(lifeMs)} ab. Geben Sie ihn nicht weiter.`,
  call: ({ spelled, portal, lifeMs }) =>
    `Hier ist ${portal}. Ihr Code lautet: ${spelled}. Noch einmal, Ihr Code lautet: ${spelled}. Er läuft ${after(lifeMs)} ab. Geben Sie ihn nicht weiter.`,
}
