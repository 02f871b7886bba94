// How long the text is, while it is written. Words are counted by letters of any alphabet.
(() => {
  const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[’'ʼ‑-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*|[.,]\p{N}+)*/gu;
  const WAIT_MS = 300;

  function begin() {
    const setUp = document.getElementById('newsroom-writing');
    const shown = document.querySelector('[data-newsroom-length]');
    const body = document.getElementById('panel-child-text-body-section') || document.getElementById('body-root');
    if (!setUp || !shown || !body) return;
    const { words, title_chars: most, chars_a_minute: pace } = JSON.parse(setUp.textContent);
    const title = document.querySelector('[name=title]');
    const hint = document.createElement('p');
    hint.className = 'newsroom-title-hint';
    hint.id = 'newsroom-title-hint';
    hint.setAttribute('role', 'status');
    if (title) {
      (title.closest('.w-field__wrapper') || title.parentElement).append(hint);
      title.setAttribute('aria-describedby', `${title.getAttribute('aria-describedby') || ''} ${hint.id}`.trim());
    }
    const FIELDS = 'textarea:not([data-draftail-input]):not([hidden]), input[type=text]';
    const SAID = /-value$|-(text|title|caption|attribution|credit|publisher|date|description|heading)$/;

    function said() {
      const parts = [];
      const add = (element, text) => {
        if (!element.closest('[aria-hidden=true], template')) parts.push(text);
      };
      body.querySelectorAll('.public-DraftEditor-content').forEach((each) => add(each, each.innerText));
      body.querySelectorAll(FIELDS).forEach((each) => {
        if (SAID.test(each.name) && !each.closest('.Draftail-Editor')) add(each, each.value);
      });
      return parts.join('\n');
    }

    function count() {
      const text = said();
      const found = (text.match(WORD) || []).length;
      const minutes = Math.max(1, Math.round(text.replace(/\s+/g, ' ').length / pace));
      const now = found
        ? words.length.replace('{words}', found.toLocaleString(document.documentElement.lang)).replace('{minutes}', minutes)
        : words.nothing;
      if (shown.textContent !== now) shown.textContent = now;
      const length = title ? [...title.value.trim()].length : 0;
      const told = length > most ? words.title.replace('{chars}', length).replace('{most}', most) : '';
      if (hint.textContent !== told) hint.textContent = told;
    }

    let wait;
    const soon = () => {
      clearTimeout(wait);
      wait = setTimeout(count, WAIT_MS);
    };
    document.addEventListener('input', soon);
    new MutationObserver(soon).observe(body, { childList: true, subtree: true, characterData: true });
    count();
  }

  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin);
})();
