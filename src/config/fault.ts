/** Something in a configuration file that the gateway will not start with. `line` and `column` count from 1. */
export interface Fault {
  /** As the operator named it: `config/policy.yaml`. */
  file: string
  line: number
  column: number
  /** What is wrong, and what would be right. Never holds a secret. */
  message: string
}

/** `config/policy.yaml:14:7: what is wrong, and what would be right` */
export function formatFault({ file, line, column, message }: Fault): string {
  return `${file}:${line}:${column}: ${message}`
}

/** Each fault once, by file, line and column. */
export function inOrder(faults: Fault[]): Fault[] {
  const once = new Map(faults.map((fault) => [formatFault(fault), fault]))
  return [...once.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
