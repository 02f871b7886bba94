// Words that stand in an editor's form are not lost when the session ends, or when the newsroom does not answer.
//
// Before a form is sent, and when it could not save itself, the newsroom is asked who is logged in here. Where that is
// nobody, or somebody else, the form stays as it is and says what to do; after a login in another tab it takes the new
// token (each login makes one) and can be sent.
//
// A form that saves itself is sent only after that has ended, and does not begin again meanwhile: what it sent by itself
// is older, and would come out on top where the newsroom finishes it last; of a new article there would be two.
//
// What somebody writes before Wagtail has begun to watch the form, two seconds after it came, counts as changed too: it
// would neither be saved nor asked about when they leave.
(() => {
  const said = JSON.parse(document.getElementById('newsroom-staying').textContent);
  const owner = document.querySelector('meta[name=newsroom-account]');
  const TIMEOUT_MS = 15000;
  const passing = new WeakSet();
  const saving = new WeakMap();
  const early = new WeakSet();
  const ready = new WeakSet();
  const watched = new WeakSet();
  let sent = null;

  function banner(form, state) {
    let box = form.querySelector('.newsroom-staying');
    if (!state) {
      if (box) box.remove();
      return;
    }
    if (!box) {
      box = document.createElement('div');
      form.prepend(box);
    }
    box.className = `newsroom-staying help-block ${state === 'back' ? 'help-info' : 'help-critical'}`;
    box.setAttribute('role', 'alert');
    box.dataset.state = state;
    box.textContent = `${said[state]} `;
    if (state === 'ended' || state === 'other') {
      const link = document.createElement('a');
      link.href = said.url;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = said.login;
      box.append(link);
    }
  }

  async function whoIsHere() {
    try {
      const answer = await fetch(said.asked, { signal: AbortSignal.timeout(TIMEOUT_MS), credentials: 'same-origin' });
      if (answer.status >= 500) return { state: 'away' };
      const isOurs = answer.ok && (answer.headers.get('Content-Type') || '').startsWith('application/json');
      const told = isOurs ? await answer.json() : { account: '' };
      if (!told.account) return { state: 'ended' };
      return { state: told.account === owner.content ? '' : 'other', token: told.token };
    } catch (_) {
      return { state: 'away' };
    }
  }

  function take(form, token) {
    const field = form.querySelector('input[name=csrfmiddlewaretoken]');
    if (field && token) field.value = token;
  }

  function ended(form) {
    const { end } = saving.get(form) || {};
    if (!end) return Promise.resolve();
    return Promise.race([end, new Promise((resolve) => { setTimeout(resolve, TIMEOUT_MS); })]);
  }

  async function send(form, button) {
    if (sent) return;
    sent = form;
    await ended(form);
    const here = await whoIsHere();
    if (here.state) {
      sent = null;
      banner(form, here.state);
      form.querySelector('.newsroom-staying').scrollIntoView({ block: 'center' });
      if (button) button.setAttribute('data-w-progress-loading-value', 'false');
      return;
    }
    banner(form, '');
    take(form, here.token);
    // What a disabled button says would be left out: "publish" would become "save".
    if (button) button.disabled = false;
    passing.add(form);
    try {
      form.requestSubmit(button);
    } finally {
      passing.delete(form);
      // Whoever stops her browser while it waits can press again.
      setTimeout(() => { sent = null; }, TIMEOUT_MS);
    }
  }

  async function look(form) {
    const here = await whoIsHere();
    const box = form.querySelector('.newsroom-staying');
    if (here.state) {
      banner(form, here.state);
    } else {
      take(form, here.token);
      if (box && box.dataset.state !== 'back') banner(form, 'back');
    }
  }

  // Said before it is ready, Wagtail would take the form for one that need not be watched any more.
  const force = (form) => form.setAttribute('data-w-unsaved-force-value', 'true');
  document.addEventListener('w-unsaved:ready', (event) => {
    ready.add(event.target);
    if (early.has(event.target)) force(event.target);
  });
  document.addEventListener('w-unsaved:watch-edits', (event) => watched.add(event.target));
  ['beforeinput', 'change', 'drop', 'paste'].forEach((name) => document.addEventListener(name, (event) => {
    const form = event.isTrusted && event.target.closest?.('form[data-edit-form]');
    if (!form || watched.has(form)) return;
    early.add(form);
    if (ready.has(form)) force(form);
  }, true));

  if (!owner) return;
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('form[data-edit-form]')) return;
    if (passing.has(form)) {
      setTimeout(() => { if (event.defaultPrevented) sent = null; });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form, event.submitter);
  }, true);
  document.addEventListener('w-autosave:save', (event) => {
    const form = event.target;
    if (form === sent) event.preventDefault();
    if (event.defaultPrevented) return;
    const state = {};
    state.end = new Promise((resolve) => { state.resolve = resolve; });
    saving.set(form, state);
  });
  ['w-autosave:success', 'w-autosave:error'].forEach((name) => document.addEventListener(name, (event) => {
    const state = saving.get(event.target);
    if (state) state.resolve();
  }));
  document.addEventListener('w-autosave:error', (event) => {
    const form = event.target.closest('form[data-edit-form]');
    if (form) look(form);
  });
  window.addEventListener('pageshow', () => { sent = null; });
  document.addEventListener('visibilitychange', () => {
    const box = document.visibilityState === 'visible' && document.querySelector('.newsroom-staying');
    if (box) look(box.closest('form'));
  });
})();
