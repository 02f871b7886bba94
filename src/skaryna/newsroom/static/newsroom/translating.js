// The original's passages, put beside the fields and blocks that answer them. The server decides which belong together;
// this only moves them, so that they travel with a block that is moved. Nothing here is stored or sent.
(() => {
  const HIDDEN = 'newsroom-original-hidden';
  const STARTED = 'data-newsroom-placed';
  const WORDS = 'input[type="text"], textarea, .DraftEditor-root';
  const NO_WORDS = /^(slug|old_addresses)$|-(address|date)$/;

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // A passage beside its counterpart, with a mark while both have the same words.
  const pair = (panel, template, place, before) => {
    const aside = make('div', 'newsroom-original');
    aside.setAttribute('role', 'note');
    aside.setAttribute('aria-label', panel.dataset.originalLabel);
    aside.append(template.content.cloneNode(true));
    place.classList.add('newsroom-pair');
    place.insertBefore(aside, before);
    if (!template.hasAttribute('data-untouched')) return;
    const mark = make('p', 'newsroom-untouched', panel.dataset.untouchedLabel);
    aside.append(mark);
    place.addEventListener('input', () => mark.remove(), { once: true });
  };

  const placeField = (panel, form, template) => {
    const name = template.dataset.newsroomField;
    const field = [...form.querySelectorAll(`[data-contentpath="${name}"]`)].find(
      (each) => !each.closest('[data-streamfield-child]'),
    );
    const wrapper = field && field.closest('[data-field-wrapper]');
    if (wrapper) pair(panel, template, wrapper, field);
  };

  const placeBlock = (panel, form, template) => {
    const id = CSS.escape(template.dataset.newsroomBlock);
    const child = form.querySelector(`[data-streamfield-child][data-contentpath="${id}"]`);
    const section = child && child.querySelector(':scope > section');
    if (section) pair(panel, template, section, section.querySelector(':scope > .w-panel__content'));
  };

  // A passage without a counterpart stands after the block that it follows in the original.
  const placeLonely = (form, template) => {
    const after = CSS.escape(template.dataset.after);
    const child = after && form.querySelector(`[data-streamfield-child][data-contentpath="${after}"]`);
    const row = make('div', 'newsroom-original newsroom-lonely');
    row.append(template.content.cloneNode(true));
    if (child) child.append(row);
    else form.querySelector('[data-streamfield-stream-container]')?.before(row);
  };

  // Spelling, hyphens and screen readers go by the language of what is written, not of the screen.
  const tell = (panel, root) => {
    root.querySelectorAll(WORDS).forEach((each) => {
      if (each.lang || NO_WORDS.test(each.name || '')) return;
      each.lang = panel.dataset.lang;
      each.dir = panel.dataset.dir;
    });
  };

  const toggle = (panel, form) => {
    const button = panel.querySelector('[data-newsroom-toggle]');
    if (!button) return;
    const show = (shown) => {
      form.classList.toggle(HIDDEN, !shown);
      button.textContent = shown ? button.dataset.hide : button.dataset.show;
    };
    show(localStorage.getItem(HIDDEN) !== 'yes');
    button.addEventListener('click', () => {
      const shown = form.classList.contains(HIDDEN);
      localStorage.setItem(HIDDEN, shown ? 'no' : 'yes');
      show(shown);
    });
  };

  const start = () => {
    const panel = document.querySelector('[data-newsroom-beside]');
    const form = panel && panel.closest('form');
    if (!form || form.hasAttribute(STARTED)) return;
    form.setAttribute(STARTED, '');
    panel.querySelectorAll('[data-newsroom-field]').forEach((each) => placeField(panel, form, each));
    panel.querySelectorAll('[data-newsroom-block]').forEach((each) => placeBlock(panel, form, each));
    panel.querySelectorAll('[data-newsroom-lonely]').forEach((each) => placeLonely(form, each));
    toggle(panel, form);
    tell(panel, form);
    new MutationObserver(() => tell(panel, form)).observe(form, { childList: true, subtree: true });
  };

  // Wagtail builds the blocks when the document is ready, in listeners that were added before this one or after.
  const soon = () => window.setTimeout(start, 0);
  if (document.readyState === 'complete') soon();
  else window.addEventListener('load', soon);
})();
