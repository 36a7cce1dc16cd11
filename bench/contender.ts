/** Child process: starts the contender that its parent names, and answers how much processor time it has used. */
import { CONTENDERS, type ContenderName, type ContenderOptions } from './contenders.ts'

export interface Question {
  start?: { name: ContenderName; options: ContenderOptions }
  usage?: true
}

export interface Usage {
  /** User and system time since the start. */
  cpuMicroseconds: number
}

process.on('message', (question: Question) => {
  if (question.usage) process.send?.(usage())
  if (question.start === undefined) return
  const { name, options } = question.start
  CONTENDERS[name](options).then(
    (started) => process.send?.(started),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMicroseconds: user + system }
}
