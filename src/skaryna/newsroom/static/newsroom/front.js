// Arranging the home page with less waiting: rows are dragged, arrows move them at once, and the preview follows. Without
// this script every button asks the newsroom, which answers with the form as it would be.
(() => {
  const form = document.querySelector('[data-front]');
  if (!form) return;
  const said = form.querySelector('[data-said]');
  let waiting = 0;

  const show = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const [action, target] = [form.action, form.target];
      [form.action, form.target] = [form.dataset.preview, 'front-preview'];
      form.submit();
      [form.action, form.target] = [action, target];
    }, 400);
  };

  // The first row has nowhere up to go, the last one nowhere down; numbers follow the rows.
  const settle = (list) => {
    const rows = [...list.children];
    rows.forEach((row, number) => {
      row.querySelectorAll('[name=step]').forEach((button) => {
        const [verb, name] = button.value.split(':');
        button.value = `${verb}:${name}:${number}`;
        button.disabled = (verb === 'up' && number === 0) || (verb === 'down' && number === rows.length - 1);
      });
    });
    show();
  };

  const tell = (row) => {
    said.textContent = said.dataset.moved.replace('{number}', [...row.parentNode.children].indexOf(row) + 1);
  };

  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-row] [name=step]');
    if (!button) return;
    const row = button.closest('[data-row]');
    const verb = button.value.split(':')[0];
    // What is taken out is offered again: that the newsroom knows.
    if (verb === 'out') return;
    event.preventDefault();
    const beside = verb === 'up' ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    if (verb === 'up') beside.before(row);
    else beside.after(row);
    settle(row.parentNode);
    (button.disabled ? row.querySelector('[name=step]:not(:disabled)') : button).focus();
    tell(row);
  });

  let dragged = null;
  form.querySelectorAll('[data-row]').forEach((row) => {
    row.draggable = true;
  });
  form.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[data-row]');
    if (!dragged) return;
    dragged.classList.add('is-dragged');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
  });
  form.addEventListener('dragover', (event) => {
    const row = event.target.closest('[data-row]');
    if (!dragged || !row || row.parentNode !== dragged.parentNode) return;
    event.preventDefault();
    if (row === dragged) return;
    const box = row.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) row.before(dragged);
    else row.after(dragged);
  });
  form.addEventListener('drop', (event) => {
    if (dragged) event.preventDefault();
  });
  form.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged.classList.remove('is-dragged');
    settle(dragged.parentNode);
    tell(dragged);
    dragged = null;
  });
  form.addEventListener('change', (event) => {
    if (!event.target.name.startsWith('new-')) show();
  });
  if (form.parentNode.querySelector('iframe:not([src])')) show();
})();
