import { manner } from './manner.ts'

const { after } = manner

export const codeMessage = {
  text: ({ code, portal, lifeMs }: { code: string; portal: string; lifeMs: number }) =>
    `${code} is your ${portal} code. It expires ${after(lifeMs)}. Don't share it.`,
  call: ({ spelled, portal, lifeMs }: { spelled: string; portal: string; lifeMs: number }) =>
    `This is ${portal}. Your code is: ${spelled}. Again, your code is: ${spelled}. It expires ${after(lifeMs)}. Don't share it.`,
}
