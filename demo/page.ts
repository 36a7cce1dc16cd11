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
<header><div>
  <p class="brand">Northwind <span>Partner Portal</span></p>
  <nav aria-label="Areas">${AREAS.map((link) => areaLink(link, link === area)).join('')}</nav>
</div></header>
<main>
  <h1>${escapeHtml(area.name)}</h1>
  ${signedIn(request, name)}
  <div class="columns">
    <section><h2>Notices</h2><ul>${(NEWS[area.name] ?? []).map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul></section>
    <section><h2>Server clock</h2><p>Ticks since this page was opened: <output id="ticks">0</output></p></section>
    <section><h2>Send a file</h2>
      <p class="row"><label for="file">File</label> <input type="file" id="file"></p>
      <p><output id="upload">Nothing sent yet.</output></p></section>
    <section><h2>Echo</h2>
      <form id="echo" class="row"><label for="line">Text</label> <input id="line" autocomplete="off"> <button>Send</button></form>
      <p><output id="echoed">Not connected.</output></p></section>
  </div>
  <section>
    <h2>What this portal was sent</h2>
    <p><code>${escapeHtml(`${request.method} ${request.url}`)}</code></p>
    <table><thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
    <tbody>${headerRows(request)}</tbody></table>
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
