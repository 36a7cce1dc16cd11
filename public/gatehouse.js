// Makes the pages nicer. Every one of them works without it.
'use strict'

document.documentElement.classList.remove('no-script')

const goesOn = document.querySelector('form[data-goes-on]')
if (goesOn === null) enhance()
else goOn(goesOn)

function enhance() {
  for (const form of document.querySelectorAll('form')) sendOnce(form)
  for (const button of document.querySelectorAll('[data-shows]')) showPassword(button)
  for (const input of document.querySelectorAll('[data-digits]')) submitWhenComplete(input)
  for (const line of document.querySelectorAll('[data-seconds]')) countDown(line)
  for (const button of document.querySelectorAll('[data-copies]')) copyKey(button)
  for (const select of document.querySelectorAll('[name=country]')) rememberCountry(select)
  for (const input of document.querySelectorAll('[name=next]')) keepFragment(input)
  for (const button of document.querySelectorAll('[data-checked]')) checkChangedNumber(button)
}

/** The person has said so on the page before. Names of fields may be anything, so nothing is asked of the form itself. */
function goOn(form) {
  HTMLFormElement.prototype.submit.call(form)
}

/** A second press while the first is under way sends nothing; coming back to the page allows it again. */
function sendOnce(form) {
  let sent = false
  form.addEventListener('submit', (event) => {
    if (sent || event.submitter?.getAttribute('aria-disabled') === 'true') {
      event.preventDefault()
      return
    }
    sent = true
    form.setAttribute('aria-busy', 'true')
  })
  addEventListener('pageshow', () => {
    sent = false
    form.removeAttribute('aria-busy')
  })
}

function showPassword(button) {
  const input = document.getElementById(button.dataset.shows)
  const { textContent: showWord } = button
  const show = (shown) => {
    input.type = shown ? 'text' : 'password'
    button.textContent = shown ? button.dataset.hide : showWord
    button.setAttribute('aria-pressed', String(shown))
  }
  button.addEventListener('click', () => show(input.type === 'password'))
  // A password sent as plain text would be kept in the browser's list of what was typed into text fields.
  input.form.addEventListener('submit', () => show(false))
}

/** Pasted spaces and dashes go; with the last digit the form is sent, once. */
function submitWhenComplete(input) {
  const digits = Number(input.dataset.digits)
  let submitted = false
  input.addEventListener('input', () => {
    const typed = input.value.replace(/\D/g, '')
    if (typed !== input.value) input.value = typed
    if (typed.length !== digits || submitted) return
    submitted = true
    input.form.requestSubmit()
  })
  addEventListener('pageshow', () => (submitted = false))
}

/** Until a new code may be asked for. The server holds the same wait: this only shows it. */
function countDown(line) {
  const endsAt = performance.now() + Number(line.dataset.seconds) * 1000
  const buttons = line.closest('form').querySelectorAll('button')
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang)
  for (const button of buttons) button.setAttribute('aria-disabled', 'true')
  const timer = setInterval(tick, 250)

  function tick() {
    const seconds = Math.ceil((endsAt - performance.now()) / 1000)
    if (seconds > 0) {
      line.textContent = line.dataset.says.replace('{when}', relative.format(seconds, 'second'))
      return
    }
    clearInterval(timer)
    line.textContent = ''
    const status = document.getElementById('may-send-again')
    status.textContent = status.dataset.says
    for (const button of buttons) button.removeAttribute('aria-disabled')
  }
}

function copyKey(button) {
  const key = document.getElementById(button.dataset.copies)
  button.addEventListener('click', async () => {
    const copied = await copy(key.textContent.replace(/\s/g, ''))
    if (!copied) getSelection().selectAllChildren(key)
    const status = document.getElementById('copied')
    for (const place of [button, status]) place.textContent = copied ? place.dataset.copied : place.dataset.selected
  })
}

/** Browsers let a page write to the clipboard over https and on localhost only. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** The country chosen last time, else the browser's region, unless the page came back with what was typed. */
function rememberCountry(select) {
  const wanted = [storedCountry(), new Intl.Locale(navigator.language).region]
  const code = wanted.find((region) => [...select.options].some((option) => option.value === region))
  if (code !== undefined && 'remembers' in select.dataset) select.value = code
  select.form.addEventListener('submit', () => storeCountry(select.value))
}

function storedCountry() {
  try {
    return localStorage.getItem('gatehouse.country')
  } catch {
    return null
  }
}

function storeCountry(code) {
  try {
    localStorage.setItem('gatehouse.country', code)
  } catch {
    // Private windows and full disks: the choice is then not remembered, and nothing else is lost.
  }
}

/** "With this number" holds for the number that was checked; once it is changed, the new one is checked first. */
function checkChangedNumber(button) {
  button.form.addEventListener('input', () => {
    button.textContent = button.dataset.checked
    button.removeAttribute('name')
  })
}

/** Browsers carry the part after `#` along to this page and tell no server of it: the way back goes there as well. */
function keepFragment(input) {
  if (!input.value.includes('#')) input.value += location.hash
}
