// Choosing parts of a picture to cover: with mouse, finger or keyboard. What is seen here is a likeness; the newsroom
// covers the stored picture itself, from the rectangles alone.
(() => {
  const form = document.querySelector('[data-cover]');
  if (!form) return;
  const words = JSON.parse(document.getElementById('cover-words').textContent);
  const stage = form.querySelector('[data-cover-stage]');
  const picture = stage.querySelector('img');
  const said = form.querySelector('[data-cover-said]');
  const remove = form.querySelector('[data-cover-remove]');
  const burn = form.querySelector('[data-cover-burn]');
  const most = Number(form.dataset.max);
  const least = Number(form.dataset.min);
  const STEP = 8;
  let parts = [];
  let chosen = null;

  const width = () => picture.naturalWidth || Number(picture.getAttribute('width'));
  const height = () => picture.naturalHeight || Number(picture.getAttribute('height'));
  const scale = () => picture.getBoundingClientRect().width / width();
  const how = () => form.querySelector('[name=how]:checked').value;
  const between = (low, value, high) => Math.max(low, Math.min(high, value));
  const tell = (text, part) => {
    said.textContent = text
      .replace('{number}', parts.indexOf(part) + 1)
      .replace('{width}', part ? part.width : '')
      .replace('{height}', part ? part.height : '');
  };

  function likeness(part) {
    const context = part.canvas.getContext('2d');
    const across = Math.max(Math.min(part.width, part.height) / 4, Math.max(part.width, part.height) / 8, 1);
    const columns = between(1, Math.floor(part.width / across), 8);
    const rows = between(1, Math.floor(part.height / across), 8);
    part.canvas.width = 160;
    part.canvas.height = Math.max(1, Math.round((160 * part.height) / part.width));
    if (part.how === 'black') {
      context.fillRect(0, 0, part.canvas.width, part.canvas.height);
      return;
    }
    const small = document.createElement('canvas');
    small.width = columns;
    small.height = rows;
    small.getContext('2d').drawImage(picture, part.left, part.top, part.width, part.height, 0, 0, columns, rows);
    context.imageSmoothingEnabled = part.how === 'blur';
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, part.canvas.width, part.canvas.height);
  }

  function draw(part) {
    const ratio = scale();
    part.element.style.left = `${part.left * ratio}px`;
    part.element.style.top = `${part.top * ratio}px`;
    part.element.style.width = `${part.width * ratio}px`;
    part.element.style.height = `${part.height * ratio}px`;
    part.element.setAttribute('aria-label', words.region.replace('{number}', parts.indexOf(part) + 1)
      .replace('{width}', part.width).replace('{height}', part.height));
    likeness(part);
  }

  function place(part, left, top, wide, high) {
    part.width = between(least, Math.round(wide), width());
    part.height = between(least, Math.round(high), height());
    part.left = between(0, Math.round(left), width() - part.width);
    part.top = between(0, Math.round(top), height() - part.height);
    draw(part);
  }

  function choose(part) {
    chosen = part;
    parts.forEach((each) => each.element.classList.toggle('is-chosen', each === part));
    remove.disabled = !part;
    burn.disabled = parts.length === 0;
    if (part) form.querySelector(`[name=how][value=${part.how}]`).checked = true;
  }

  function drop(part) {
    part.element.remove();
    parts = parts.filter((each) => each !== part);
    parts.forEach(draw);
    choose(parts[parts.length - 1] || null);
    tell(words.removed);
    (chosen ? chosen.element : form.querySelector('[data-cover-add]')).focus();
  }

  function add(left, top, wide, high) {
    if (parts.length >= most) {
      tell(words.full);
      return null;
    }
    const element = document.createElement('div');
    element.className = 'cover-part';
    element.tabIndex = 0;
    element.setAttribute('role', 'button');
    const canvas = document.createElement('canvas');
    const grip = document.createElement('span');
    grip.className = 'cover-grip';
    element.append(canvas, grip);
    stage.append(element);
    const part = { element, canvas, grip, how: how(), left, top, width: wide, height: high };
    parts.push(part);
    place(part, left, top, wide, high);
    element.addEventListener('focus', () => choose(part));
    element.addEventListener('keydown', (event) => keys(event, part));
    choose(part);
    return part;
  }

  function keys(event, part) {
    const step = event.ctrlKey ? 1 : STEP;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === 'Delete' || event.key === 'Backspace') drop(part);
    else if (moves[event.key]) {
      const [x, y] = moves[event.key];
      if (event.shiftKey) place(part, part.left, part.top, part.width + x, part.height + y);
      else place(part, part.left + x, part.top + y, part.width, part.height);
      tell(words.region, part);
    } else return;
    event.preventDefault();
  }

  // One gesture: it draws a new part, moves one, or pulls at its corner.
  stage.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    const at = (move) => [(move.clientX - box.left) / scale(), (move.clientY - box.top) / scale()];
    const [x, y] = at(event);
    let part = parts.find((each) => each.element.contains(event.target));
    const pulls = part && event.target === part.grip;
    const from = part && { ...part };
    let isNew = false;
    if (part) choose(part);
    const move = (next) => {
      const [toX, toY] = at(next);
      if (!part) {
        if (Math.abs(toX - x) < least || Math.abs(toY - y) < least) return;
        part = add(Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y));
        isNew = Boolean(part);
      } else if (isNew) {
        const [nearX, nearY] = [between(0, toX, width()), between(0, toY, height())];
        place(part, Math.min(x, nearX), Math.min(y, nearY), Math.abs(nearX - x), Math.abs(nearY - y));
      } else if (pulls) place(part, from.left, from.top, from.width + toX - x, from.height + toY - y);
      else place(part, from.left + toX - x, from.top + toY - y, from.width, from.height);
    };
    const end = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      if (part) {
        part.element.focus({ preventScroll: true });
        tell(isNew ? words.added : words.region, part);
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  });

  form.querySelector('[data-cover-add]').addEventListener('click', () => {
    const edge = Math.max(least, Math.round(Math.min(width(), height()) / 4));
    const part = add((width() - edge) / 2, (height() - edge) / 2, edge, edge);
    if (!part) return;
    part.element.focus();
    tell(words.added, part);
  });
  remove.addEventListener('click', () => chosen && drop(chosen));
  form.querySelectorAll('[name=how]').forEach((each) => each.addEventListener('change', () => {
    if (!chosen) return;
    chosen.how = how();
    draw(chosen);
  }));
  form.addEventListener('submit', () => {
    const sent = parts.map((part) => ({
      left: part.left, top: part.top, width: part.width, height: part.height, how: part.how,
    }));
    form.querySelector('[name=regions]').value = JSON.stringify(sent);
  });
  new ResizeObserver(() => parts.forEach(draw)).observe(picture);
  tell(words.none);
})();
