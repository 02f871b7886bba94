// What the screens before the newsroom need: a passkey that was not given is said in words, the part of an invitation's
// link behind the # goes to the server by POST (so that no log has it), and paper comes out of the printer.
(function () {
  'use strict'

  const problem = document.querySelector('[data-passkey-problem]')
  const say = (words) => {
    if (problem) {
      problem.textContent = words
      problem.hidden = false
    }
  }
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    say(problem ? problem.dataset.refused : '')
  })
  const button = document.querySelector('[data-passkey]')
  if (button && !window.PublicKeyCredential) {
    button.disabled = true
    say(problem ? problem.dataset.missing : '')
  }

  const join = document.querySelector('[data-join]')
  const token = window.location.hash.slice(1)
  if (join && token) {
    join.elements.token.value = token
    join.querySelector('[data-join-code]').hidden = true
    // The secret leaves the address bar and the browser's history.
    window.history.replaceState(null, '', window.location.pathname)
  }

  document.querySelectorAll('[data-print]').forEach((each) => each.addEventListener('click', () => window.print()))
  document.querySelectorAll('[data-copy]').forEach((each) => {
    each.hidden = !navigator.clipboard
    each.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(each.dataset.copy).textContent.trim())
      each.textContent = each.dataset.done
    })
  })
})()
