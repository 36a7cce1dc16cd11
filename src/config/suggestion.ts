/** `did you mean "port"?` when a known word is near, else the words that there are. */
export function suggestion(typed: string, known: readonly string[]): string {
  const nearest = nearestWord(typed, known)
  if (nearest !== undefined) return `did you mean "${nearest}"?`
  return known.length === 0 ? 'there is none' : `there is ${known.join(', ')}`
}

function nearestWord(typed: string, known: readonly string[]): string | undefined {
  const byDistance = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = byDistance[0]
  return best !== undefined && best.distance <= Math.ceil(best.word.length / 3) ? best.word : undefined
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, substitution))
    }
    previous = current
  }
  return previous[b.length]!
}
