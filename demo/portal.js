const here = new URL('.', location.href)
const element = (id) => document.getElementById(id)

new EventSource(new URL('events', here)).addEventListener('tick', (event) => {
  element('ticks').value = JSON.parse(event.data).number
})

element('file').addEventListener('change', ({ target }) => {
  const [file] = target.files
  if (file) void send(file)
})

async function send(file) {
  element('upload').value = 'Sending …'
  try {
    const answer = await fetch(new URL('upload', here), { method: 'POST', body: file })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const { bytes, sha256 } = await answer.json()
    element('upload').value = `${bytes} bytes arrived, SHA-256 ${sha256}`
  } catch (error) {
    element('upload').value = `That did not work: ${error.message}`
  }
}

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
