import type { IncomingMessage } from 'node:http'

const AREAS = [
  { path: '/', name: 'Home' },
  { path: '/protection/', name: 'Data protection' },
  { path: '/backup/', name: 'Backup' },
]

const NEWS: Record<string, string[]> = {
  Home: [
    'Welcome to the partner portal. All services are running normally.',
    'The price list for the new year is in the document archive.',
    'Maintenance of the file store: Sunday, 02:00 to 04:00.',
  ],
  'Data protection': [
    'Last nightly job: 412 of 412 machines protected.',
    'Two machines at Fabrikam have not reported for a week.',
    'Retention is 90 days for all plans.',
  ],
  Backup: [
    'Last backup: today, 03:14, 18.2 GB.',
    'Next backup: tonight, 03:00.',
    'To restore a file, open a ticket and name its path.',
  ],
}

/** The one page of the portal: who is signed in, what the request brought along, and its live parts. */
export function portalPage(request: IncomingMessage): string {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const area = AREAS.findLast((candidate) => path.startsWith(candidate.path)) ?? AREAS[0]!
  const name = identity(request, 'name') ?? identity(request, 'user')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(area.name)} · Northwind Partner Portal</title>
<link rel="stylesheet" href="${area.path}portal.css">
</head>
<body>
<header>
  <p class="brand">Northwind <span>Partner Portal</span></p>
  <nav aria-label="Areas">${AREAS.map((link) => areaLink(link, link === area)).join('')}</nav>
</header>
<main>
  <h1>${escapeHtml(area.name)}</h1>
  ${signedIn(request, name)}
  <div class="columns">
    <section><h2>Notices</h2><ul>${(NEWS[area.name] ?? []).map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul></section>
    <section><h2>Server clock</h2><p>Ticks since this page was opened: <output id="ticks">0</output></p></section>
    <section><h2>Send a file</h2>
      <p><label for="file">File</label> <input type="file" id="file"></p>
      <p><output id="upload">Nothing sent yet.</output></p></section>
    <section><h2>Echo</h2>
      <form id="echo"><label for="line">Text</label> <input id="line" autocomplete="off"> <button>Send</button></form>
      <p><output id="echoed">Not connected.</output></p></section>
  </div>
  <section>
    <h2>What this portal was sent</h2>
    <p><code>${escapeHtml(`${request.method} ${request.url}`)}</code></p>
    <div class="scroll"><table><thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
    <tbody>${headerRows(request)}</tbody></table></div>
  </section>
</main>
<footer>Northwind Partner Portal 3.4 · best viewed on any screen</footer>
<script src="${area.path}portal.js" defer></script>
</body>
</html>
`
}

function areaLink({ path, name }: { path: string; name: string }, current: boolean): string {
  return `<a href="${path}"${current ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a>`
}

function signedIn(request: IncomingMessage, name: string | undefined): string {
  if (name === undefined) return '<p class="who">Nobody is signed in.</p>'
  const facts = [identity(request, 'user'), identity(request, 'company'), identity(request, 'role')]
  const known = facts.filter((fact) => fact !== undefined && fact !== name).join(' · ')
  return `<div class="who"><p>Signed in as <strong id="signed-in">${escapeHtml(name)}</strong><br><span>${escapeHtml(known)}</span></p>
  <p><a href="/_gatehouse/account">Account settings</a></p>
  <form method="post" action="/_gatehouse/sign-out"><button>Sign out</button></form></div>`
}

function identity(request: IncomingMessage, key: string): string | undefined {
  const value = request.headers[`x-gatehouse-${key}`]
  return typeof value === 'string' && value !== '' ? utf8(value) : undefined
}

function headerRows(request: IncomingMessage): string {
  const { rawHeaders } = request
  return rawHeaders
    .flatMap((header, index) => (index % 2 === 0 ? [{ header, value: rawHeaders[index + 1] ?? '' }] : []))
    .map(
      ({ header, value }) => `<tr><th scope="row">${escapeHtml(header)}</th><td>${escapeHtml(utf8(value))}</td></tr>`,
    )
    .join('\n')
}

/** Node reads header bytes as Latin-1; names arrive in UTF-8. */
function utf8(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2733, #e6ebf0); --paper: light-dark(#f2f4f6, #151b22);
  --card: light-dark(#fff, #1d252e); --line: light-dark(#c9d1d9, #3a4652); --accent: light-dark(#24557f, #8fc1ea); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 Verdana, Geneva, sans-serif; color: var(--ink); background: var(--paper); }
header { background: #24405c; color: #fff; padding: .75rem 1rem 0; border-bottom: 4px solid #d9822b; }
.brand { margin: 0 0 .5rem; font-size: 1.25rem; font-weight: bold; }
.brand span { font-weight: normal; opacity: .85; }
nav { display: flex; flex-wrap: wrap; gap: .25rem; }
nav a { color: #fff; padding: .6rem .9rem; text-decoration: none; border-radius: 4px 4px 0 0; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { background: var(--paper); color: var(--ink); }
main, footer { max-width: 64rem; margin: 0 auto; padding: 1rem; }
footer { font-size: .8rem; opacity: .8; }
h1 { font-size: 1.4rem; margin: .5rem 0 1rem; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
a { color: var(--accent); }
section, .who { background: var(--card); border: 1px solid var(--line); padding: 1rem; margin: 0 0 1rem; min-width: 0; }
.who { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
.who p { margin: 0; } .who p:first-child { flex: 1 1 14rem; }
.who span { font-size: .9rem; overflow-wrap: anywhere; }
.columns { display: grid; gap: 0 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
ul { margin: 0; padding-left: 1.2rem; }
input { max-width: 100%; min-height: 44px; font: inherit; }
button { min-height: 44px; padding: 0 1rem; font: inherit; }
output { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; }
@media (max-width: 30rem) { tbody tr, tbody th, tbody td { display: block; } tbody td { border: 0; padding-top: 0; } thead { display: none; } }
`

export const SCRIPT = `
const here = new URL('.', location.href)
const element = (id) => document.getElementById(id)

new EventSource(new URL('events', here)).addEventListener('tick', (event) => {
  element('ticks').value = JSON.parse(event.data).number
})

element('file').addEventListener('change', async ({ target }) => {
  const [file] = target.files
  if (!file) return
  element('upload').value = 'Sending …'
  try {
    const answer = await fetch(new URL('upload', here), { method: 'POST', body: file })
    if (!answer.ok) throw new Error('status ' + answer.status)
    const { bytes, sha256 } = await answer.json()
    element('upload').value = bytes + ' bytes arrived, SHA-256 ' + sha256
  } catch (error) {
    element('upload').value = 'That did not work: ' + error.message
  }
})

const address = new URL('ws', here)
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
const socket = new WebSocket(address)
socket.addEventListener('open', () => (element('echoed').value = 'Connected.'))
socket.addEventListener('close', () => (element('echoed').value = 'The connection was closed.'))
socket.addEventListener('message', ({ data }) => (element('echoed').value = data))
element('echo').addEventListener('submit', (event) => {
  event.preventDefault()
  if (socket.readyState === WebSocket.OPEN) socket.send(element('line').value)
})
`
