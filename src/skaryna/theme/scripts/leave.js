/**
 * Leave quickly, where the publication switched it on: one press of the link, or Escape three times, and another page
 * stands in the place of this one. Nothing is fetched before. What it cannot hide is said in docs/reader.md. Old telephones
 * must be able to read this; see reader.js.
 */
(() => {
  const scope = new URL("..", document.currentScript.src).href;
  const link = document.querySelector("a.leave");
  /** Milliseconds: within which Escape counts, and how long forgetting may hold the reader up. */
  const WITHIN = 1500;
  const MAX_WAIT = 300;
  const TIMES = 3;
  if (!link) return;
  const { href } = link;

  const forget = async () => {
    const noted = await caches.match(`${scope}?.list`);
    if (noted && (await noted.json()).leave)
      await Promise.all(["kept", "sums"].map((each) => caches.delete(`skaryna ${each} ${scope}`)));
  };

  const leave = async () => {
    // On a slow line the other page takes a while: until then nothing of this one is to be seen.
    document.title = " ";
    document.documentElement.textContent = "";
    await Promise.race([forget().catch(() => 0), new Promise((done) => setTimeout(done, MAX_WAIT))]);
    location.replace(href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  window.addEventListener("keydown", ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    presses = key === "Escape" ? [...presses, timeStamp].filter((each) => timeStamp - each < WITHIN) : [];
    if (presses.length >= TIMES) leave();
  }, true);
})();
