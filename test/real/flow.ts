export const TAB = 'Tickets'
export const BUTTON = 'count tickets'
export const INJECTED = '42 tickets are open'

/** What the flow's endpoint answers with: what reached it of a request. */
export interface Heard {
  url: string
  body: unknown
  headers: Record<string, string>
}

/** A flow as Node-RED exports it: a button that sends a text to the debug sidebar, and `POST /tickets/:name`. */
export const FLOW = [
  { id: 'tab', type: 'tab', label: TAB },
  {
    ...{ id: 'button', type: 'inject', z: 'tab', name: BUTTON, x: 150, y: 80, wires: [['sidebar']] },
    ...{ props: [{ p: 'payload' }], payload: INJECTED, payloadType: 'str' },
    ...{ repeat: '', crontab: '', once: false, onceDelay: 0.1 },
  },
  {
    ...{ id: 'sidebar', type: 'debug', z: 'tab', name: 'sidebar', x: 400, y: 80, wires: [] },
    ...{ active: true, tosidebar: true, console: false, tostatus: false, complete: 'payload', targetType: 'msg' },
  },
  {
    ...{ id: 'asked', type: 'http in', z: 'tab', name: '', x: 150, y: 160, wires: [['told']] },
    ...{ url: '/tickets/:name', method: 'post', upload: false, swaggerDoc: '' },
  },
  {
    ...{ id: 'told', type: 'function', z: 'tab', name: 'tell', x: 350, y: 160, wires: [['answer']] },
    ...{ outputs: 1, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [] },
    func: 'const { originalUrl: url, body, headers } = msg.req\nmsg.payload = { url, body, headers }\nreturn msg',
  },
  {
    ...{ id: 'answer', type: 'http response', z: 'tab', name: '', x: 550, y: 160, wires: [] },
    ...{ statusCode: '', headers: {} },
  },
]
