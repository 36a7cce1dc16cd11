/** Child process: starts the contender that its parent names, and says where it listens. */
import { CONTENDERS, type ContenderName, type ContenderOptions } from './contenders.ts'

process.on('message', ({ name, options }: { name: ContenderName; options: ContenderOptions }) => {
  CONTENDERS[name](options).then(
    (started) => process.send?.(started),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
