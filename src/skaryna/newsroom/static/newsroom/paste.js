// A text that somebody pastes becomes blocks of the right kinds: the newsroom reads it and answers with the blocks.
// A few words within a paragraph, and what is copied within the editor itself, stay the editor's own business.
(() => {
  const BLOCKS = /<(?:p|div|h[1-6]|li|ul|ol|table|tr|blockquote|pre)\b/gi;
  const PICTURE = /^image\/(?:jpeg|png|webp|gif|tiff|avif|bmp)$/;

  function begin() {
    const source = document.getElementById('newsroom-writing');
    const zone = document.querySelector('[data-newsroom-paste]');
    const status = document.querySelector('[data-newsroom-said]');
    const root = document.getElementById('body-root');
    if (!source || !zone || !root || !root.rootBlock) return;
    const setUp = JSON.parse(source.textContent);
    const { words } = setUp;
    const stream = root.rootBlock;
    const config = JSON.parse(document.getElementById('wagtail-config').textContent);
    const headers = { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN, Accept: 'application/json' };

    function say(text, undo) {
      status.replaceChildren(text);
      if (!undo) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button button-small button-secondary';
      button.textContent = words.undo;
      button.addEventListener('click', () => {
        undo();
        say(words.undone);
      });
      status.append(' ', button);
    }

    const living = () => stream.children.filter((child) => !child.element.hasAttribute('aria-hidden'));
    const isEmpty = (child) => child.type === 'paragraph' && !child.block.getTextLabel().trim();

    function insert(blocks, after) {
      const at = after ? stream.children.indexOf(after) + 1 : stream.children.length;
      const made = blocks.map((block, place) => stream.insert(block, at + place));
      const gone = after && isEmpty(after) ? after : null;
      if (gone) stream.deleteBlock(stream.children.indexOf(gone));
      if (made.length) {
        made[made.length - 1].element.scrollIntoView({ block: 'nearest' });
        made[made.length - 1].focus({ soft: true });
      }
      root.dispatchEvent(new Event('change', { bubbles: true }));
      return () => made.forEach((child) => {
        const place = stream.children.indexOf(child);
        if (place >= 0) stream.deleteBlock(place);
      });
    }

    async function ask(fields) {
      const sent = new FormData();
      fields.forEach(([name, value]) => sent.append(name, value));
      const answer = await fetch(setUp.paste, { method: 'POST', body: sent, headers });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(told.problem || words.failed);
      return told;
    }

    async function text(html, after) {
      say(words.reading);
      try {
        const told = await ask([['html', html]]);
        say(told.said, insert(told.blocks, after));
      } catch (problem) {
        say(problem.message || words.failed);
      }
    }

    async function upload(file) {
      const sent = new FormData();
      sent.append('files[]', file);
      sent.append('title', file.name.replace(/\.[^.]+$/, ''));
      sent.append('collection', setUp.collection || '');
      const answer = await fetch(setUp.upload, {
        method: 'POST', body: sent, headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' },
      });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok || !told.success) {
        throw new Error(words.refused.replace('{name}', file.name).replace('{reason}', told.error_message || words.failed));
      }
      return told.image_id;
    }

    async function pictures(files, after) {
      const numbers = [];
      const problems = [];
      for (let at = 0; at < files.length; at += 1) {
        say(words.uploading.replace('{number}', at + 1).replace('{count}', files.length));
        try {
          numbers.push(await upload(files[at])); // eslint-disable-line no-await-in-loop
        } catch (problem) {
          problems.push(problem.message);
        }
      }
      if (!numbers.length) {
        say(problems.join(' ') || words.failed);
        return;
      }
      try {
        const told = await ask(numbers.map((number) => ['picture', number]));
        say([told.said, ...problems].join(' '), insert(told.blocks, after));
      } catch (problem) {
        say(problem.message || words.failed);
      }
    }

    const escaped = (plain) => plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    const asHtml = (plain) => plain.split(/\r?\n\s*\r?\n/).map((part) => `<p>${escaped(part).replace(/\r?\n/g, '<br>')}</p>`).join('');
    const filesOf = (data) => [...(data ? data.files : [])].filter((file) => PICTURE.test(file.type));

    // Whether a paste is more than words within a paragraph.
    function isLong(html, plain) {
      if (/data-(?:editor|offset-key)=/.test(html)) return false;
      if (html) return (html.match(BLOCKS) || []).length > 1 || /<(?:h[1-6]|li|table|blockquote|pre)\b|mso-list/i.test(html);
      return /\S\s*\r?\n\s*\S/.test(plain);
    }

    function onPaste(event) {
      const data = event.clipboardData;
      const inZone = zone.contains(event.target);
      const child = inZone ? null : living().find((each) => each.element.contains(event.target));
      if (!inZone && (!child || child.type !== 'paragraph')) return;
      const html = data.getData('text/html');
      const plain = data.getData('text/plain');
      const files = filesOf(data);
      // Word puts a likeness of the text beside the text itself.
      if (files.length && !plain.trim()) pictures(files, child);
      else if (inZone || isLong(html, plain)) text(html || asHtml(plain), child);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    function onDrop(event) {
      const inZone = zone.contains(event.target);
      const child = inZone ? null : living().find((each) => each.element.contains(event.target));
      const files = filesOf(event.dataTransfer);
      if (!inZone && (!child || !files.length)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      zone.classList.remove('is-over');
      if (files.length) pictures(files, child);
      else {
        const html = event.dataTransfer.getData('text/html');
        text(html || asHtml(event.dataTransfer.getData('text/plain')), null);
      }
    }

    document.addEventListener('paste', onPaste, true);
    document.addEventListener('drop', onDrop, true);
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.classList.add('is-over');
    });
    zone.addEventListener('dragleave', () => zone.classList.remove('is-over'));
    // It is a place to paste, not to write: what is typed would be lost.
    zone.addEventListener('beforeinput', (event) => event.preventDefault());
  }

  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin);
})();
