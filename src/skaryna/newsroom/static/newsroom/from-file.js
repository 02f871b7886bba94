// When a picture is chosen in a form, ask our own newsroom what the file says of itself, and offer it in empty fields.
(() => {
  const HEAD = 1 << 20; // Words of a JPEG stand before its pixels.
  const MOST = 16 << 20;
  const setUp = JSON.parse(document.getElementById('newsroom-from-file').textContent);
  const config = () => JSON.parse(document.getElementById('wagtail-config').textContent);
  const FIELDS = ['caption', 'credit', 'alt', 'licence'];

  async function ask(file) {
    const sent = new FormData();
    const isJpeg = file.type === 'image/jpeg';
    if (!isJpeg && file.size > MOST) return {};
    sent.append('file', isJpeg ? file.slice(0, HEAD, file.type) : file, 'picture');
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = config();
    const answer = await fetch(setUp.url, { method: 'POST', body: sent, headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN } });
    return answer.ok ? answer.json() : {};
  }

  function offer(input, prefix, words) {
    FIELDS.forEach((name) => {
      const field = input.form.elements[`${prefix}${name}`];
      if (!field || !words[name] || field.value.trim()) return;
      field.value = words[name];
      field.dataset.fromFile = '';
      const note = document.createElement('p');
      note.className = 'newsroom-from-file';
      note.id = `${field.id}-from-file`;
      note.textContent = setUp.note;
      field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), note.id].filter(Boolean).join(' '));
      field.after(note);
    });
  }

  document.addEventListener('change', async (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== 'file' || !/(^|-)file$/.test(input.name)) return;
    const prefix = input.name.slice(0, -4);
    if (!input.form || !input.form.elements[`${prefix}credit`]) return;
    input.form.querySelectorAll('.newsroom-from-file').forEach((each) => each.remove());
    // What an earlier file said is not said by this one.
    FIELDS.map((name) => input.form.elements[`${prefix}${name}`]).forEach((field) => {
      if (!field || !('fromFile' in field.dataset)) return;
      field.value = '';
      delete field.dataset.fromFile;
    });
    if (input.files.length) offer(input, prefix, await ask(input.files[0]).catch(() => ({})));
  });
})();
