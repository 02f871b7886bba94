// What Wagtail leaves as it should not be.
(() => {
  // A panel beside the text that was left open covers a telephone's whole screen the next time: begin without it there.
  try {
    if (window.matchMedia('(max-width: 50rem)').matches) localStorage.removeItem('wagtail:side-panel-open');
  } catch (_) {
    // A browser that keeps nothing has nothing to forget.
  }

  // Two inputs have no name for a screen reader to say.
  const said = JSON.parse(document.getElementById('newsroom-from-file').textContent);

  function name() {
    document.querySelectorAll('.tagit-new input:not([aria-label])').forEach((each) => each.setAttribute('aria-label', said.tags));
    const many = document.querySelector('#fileupload:not([aria-label])');
    if (many) many.setAttribute('aria-label', said.files);
  }

  // Nor have the boxes for rich text, and windows that open over the page.
  const heard = (element) => (element ? element.textContent.replace('*', '').trim() : '');

  function nameBoxes() {
    document.querySelectorAll('.public-DraftEditor-content:not([aria-label])').forEach((each) => {
      const field = each.closest('.w-field');
      const own = heard(field && field.previousElementSibling && field.previousElementSibling.querySelector('label')) ||
        heard(field && field.parentElement && field.parentElement.querySelector('label'));
      const panel = each.closest('.w-panel');
      const around = heard(panel && panel.querySelector('.w-panel__heading'));
      each.setAttribute('aria-label', own || around || document.title);
    });
    document.querySelectorAll('.modal[role=dialog]:not([aria-label])').forEach((each) => {
      const title = heard(each.querySelector('h1, h2'));
      if (title) each.setAttribute('aria-label', title);
    });
  }

  let isDue = false;
  function soon() {
    if (isDue) return;
    isDue = true;
    // Once for all that changes within a moment: each letter typed changes the page.
    window.setTimeout(() => {
      isDue = false;
      name();
      nameBoxes();
    }, 100);
  }

  window.addEventListener('load', () => {
    name();
    nameBoxes();
    if (document.querySelector('#fileupload, .tagit, form[data-edit-form], .w-field')) {
      new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
    }
  });
})();
