// Runs inside a page that is being tested; measures.ts sends it there.
globalThis.inPage = { widerThanWindow, smallTargets, namelessFields, contrastFaults, messageOf, focused }

/** Whether the page can be scrolled sideways. */
function widerThanWindow() {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth > clientWidth ? [`${scrollWidth} pixels wide`] : []
}

/** Visible links, buttons and fields that are less than 44 CSS pixels high or wide. */
function smallTargets() {
  const targets = document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')
  return [...targets].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect()
    if (width === 0 || (width >= 44 && height >= 44)) return []
    return [`${target.textContent.trim() || target.id} is ${Math.round(width)} by ${Math.round(height)}`]
  })
}

/** Visible fields without a label. */
function namelessFields() {
  const fields = document.querySelectorAll('input:not([type=hidden]), select')
  const shown = [...fields].filter((field) => field.closest('[hidden]') === null)
  return shown.filter((field) => !field.labels?.[0]?.textContent.trim()).map(({ name }) => name)
}

/** What a wrong field tells a screen reader besides its name. */
function messageOf(id) {
  const field = document.getElementById(id)
  if (field.getAttribute('aria-invalid') !== 'true') return null
  return document.getElementById(field.getAttribute('aria-describedby')).textContent.trim()
}

/** Which element has the focus, by its place in the document, and whether it shows. */
function focused() {
  const element = document.activeElement
  if (element === null || element === document.body) return null
  return {
    place: [...document.querySelectorAll('*')].indexOf(element),
    outlined: getComputedStyle(element).outlineStyle !== 'none',
  }
}

/** Texts whose contrast with the nearest painted background is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
function contrastFaults() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (texts.nextNode()) {
    const { parentElement, textContent } = texts.currentNode
    if (textContent.trim() === '' || !parentElement.checkVisibility({ visibilityProperty: true })) continue
    const ratio = contrast(channels(getComputedStyle(parentElement).color), background(parentElement))
    if (!(ratio >= 4.5)) found.push(`${ratio.toFixed(2)} for "${textContent.trim()}"`)
  }
  return found

  /** Red, green, blue and opacity, from 0 to 1, of any CSS colour. */
  function channels(color) {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255)
  }

  function background(element) {
    if (element === null) throw new Error('nothing behind the text is painted')
    const color = channels(getComputedStyle(element).backgroundColor)
    return color[3] === 1 ? color : background(element.parentElement)
  }

  function luminance(color) {
    const [red, green, blue] = color.map((value) =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }
}
