import { errorCode } from '../config/error-code.ts'
import { firstLine } from './failure.ts'

/** What a shell makes of a tool that SIGPIPE ended; Node ignores that signal. */
const ENDED_BY_SIGPIPE = 128 + 13

/**
 * What becomes of a command whose output cannot be written: it ends. Quietly, as other tools do, when whoever read it has
 * had enough (`gatehouse account list | head`), and else with the reason.
 */
export function endWithoutReader(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', (error) => {
      if (errorCode(error) === 'EPIPE') process.exit(ENDED_BY_SIGPIPE)
      process.stderr.write(`It cannot be written: ${firstLine(error)}\n`)
      process.exit(1)
    })
  }
}

/** The gateway goes on without a reader: people depend on it. */
export function goOnWithoutReader(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
}
