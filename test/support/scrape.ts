import assert from 'node:assert/strict'

type Labels = Record<string, string>

/** What Prometheus would read. */
export async function scrape(
  port: number,
): Promise<{ text: string; of: (name: string, labels?: Labels) => number | undefined }> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const text = await answer.text()
  return {
    text,
    of(name, labels = {}) {
      const line = text.split('\n').find((sample) => {
        const [, sampled, written = ''] = /^(\w+)(?:\{(.*)\})? /.exec(sample) ?? []
        return (
          sampled === name && Object.entries(labels).every(([label, value]) => written.includes(`${label}="${value}"`))
        )
      })
      return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1))
    },
  }
}
