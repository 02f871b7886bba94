// Two things that Wagtail leaves as they should not be.
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

  window.addEventListener('load', () => {
    name();
    if (document.querySelector('#fileupload, .tagit')) {
      new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
    }
  });
})();
