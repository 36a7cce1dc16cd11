/**
 * How Node-RED runs behind the gateway: without a sign-in of its own, without a call to anywhere, and with a line in
 * `arrivals.jsonl` for whatever reaches it.
 */
const { subscribe } = require('node:diagnostics_channel')
const { appendFileSync } = require('node:fs')
const { join } = require('node:path')

const arrivals = join(process.cwd(), 'arrivals.jsonl')
const note = (arrival) => appendFileSync(arrivals, `${JSON.stringify(arrival)}\n`)

// WebSockets are no requests to Node's HTTP server: what is left to see of them is a connection.
subscribe('net.server.socket', () => note({ kind: 'connection' }))
subscribe('http.server.request.start', ({ request }) => {
  note({ kind: 'request', method: request.method, url: request.url })
})

module.exports = {
  uiHost: '127.0.0.1',
  httpAdminRoot: '/',
  httpNodeRoot: '/',
  flowFile: 'flows.json',
  credentialSecret: 'for this test alone',
  lang: 'en-US',
  telemetry: { enabled: false, updateNotification: false },
  externalModules: {
    palette: { allowInstall: false, allowUpload: false },
    modules: { allowInstall: false },
  },
  editorTheme: {
    tours: false,
    palette: { catalogues: [] },
    projects: { enabled: false },
  },
}
