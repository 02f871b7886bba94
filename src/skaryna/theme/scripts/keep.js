/**
 * Keep for offline: loaded when a reader presses the button, and only then. It asks the verifying worker for files of the
 * signed edition and keeps what it gets, so that nothing is kept that was not verified; the worker finds it there when
 * no copy of the edition can be reached.
 *
 * The store of what is kept: SHA-256 -> bytes; path -> SHA-256 and the day when its edition was confirmed; LIST -> the
 * record below. The press fills in KEEP_WORDS, {language: {...}}.
 */
(() => {
  const root = new URL(".", document.currentScript.src);
  const scope = root.href;
  const name = `skaryna kept ${scope}`;
  const LIST = ".list";
  /** Milliseconds: until the worker is asked again, at most for a look at one page, between two notes of how far it is. */
  const ASK_TIME = 9e4;
  const LOOK_TIME = 8e3;
  const NOTE_TIME = 2e3;
  const TRIES = 4;
  /** So many files at once: few, so that a slow line finishes some instead of beginning all. */
  const LANES = 3;
  const MAX_PAGES = 5e5;
  /** So many articles are looked at to tell how much all of them are; so many titles of kept pages are shown. */
  const SAMPLE = 12;
  const MAX_SHOWN = 300;
  /** Of the room that the browser names, so much is used: bytes are not all that it counts. */
  const USABLE = 0.9;
  /** What a pixel of a picture weighs, where nothing better is known. */
  const PIXEL = { webp: 0.13, avif: 0.1 };
  const OTHER_PIXEL = 0.25;

  const language = document.documentElement.lang;
  const words = KEEP_WORDS[language] ?? KEEP_WORDS[language.split("-")[0]] ?? Object.values(KEEP_WORDS)[0];
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, each) => values[each]);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  const number = (value) => value.toLocaleString(language.split("-")[0], { maximumFractionDigits: value < 10 ? 1 : 0 });
  const size = (bytes) =>
    bytes < 1e6 ? say("kilobytes", { n: number(Math.ceil(bytes / 1e3)) }) : say("megabytes", { n: number(bytes / 1e6) });

  const key = (text) => `${scope}?${encodeURIComponent(text)}`;
  const store = () => caches.open(name);

  /** {pages: {path: [title, bytes, with pictures]}, total: bytes, job: what is unfinished, leave: forget on leaving}. */
  let record;
  const recall = async () => {
    record = (await (await caches.match(key(LIST)))?.json()) ?? { pages: {}, total: 0 };
  };
  const note = async () => (await store()).put(key(LIST), Response.json(record));

  /** The path in the edition that an address means, or "" outside of it. */
  const pathOf = (address, base) => {
    try {
      const { href } = new URL(address, base);
      if (!href.startsWith(scope)) return "";
      const path = decodeURIComponent(href.slice(scope.length).split(/[?#]/)[0]).normalize("NFC");
      if (/(^|\/)$/.test(path)) return path + "index.html";
      return /\.\w+$/.test(path) ? path : path + ".html";
    } catch {
      return "";
    }
  };
  const here = pathOf(location.href);
  const home = pathOf(document.querySelector(".keep[data-home]")?.dataset.home ?? scope, location.href);
  const folder = home.replace(/index\.html$/, "");

  /** Whether a path is of this language: not in the folder of another one. */
  const isOurs = (path) =>
    path.startsWith(folder) && !Object.keys(KEEP_WORDS).some((each) => each + "/" != folder && path.startsWith(each + "/"));

  /** The run that goes on, if any: {stopped, failed, bytes, done, tell, stop(), halted: what ends with stop()}. */
  let run;
  const begun = (tell = () => 0) => {
    run = { stopped: false, failed: 0, full: false, bytes: 0, done: 0, tell };
    const mine = run;
    mine.halted = new Promise((_, bad) => {
      mine.stop = () => {
        mine.stopped = true;
        bad(Error("stopped"));
      };
    });
    mine.halted.catch(() => 0);
  };

  const ask = async (path) => {
    const { active } = await navigator.serviceWorker.ready;
    return new Promise((good, bad) => {
      const { port1, port2 } = new MessageChannel();
      const end = (data) => {
        clearTimeout(timer);
        port1.close();
        data ? good(data) : bad(Error(path));
      };
      const timer = setTimeout(end, ASK_TIME);
      port1.onmessage = ({ data }) => end(data);
      active.postMessage(path, [port2]);
    });
  };

  const online = async () => {
    while (!navigator.onLine && !run.stopped) {
      run.tell(say("waiting"));
      await sleep(300);
    }
    if (run.stopped) throw Error("stopped");
  };

  /** Ask until it is there: a line that breaks is mended, a train leaves its tunnel. */
  const patient = async (path) => {
    for (let tries = 1; ; tries++) {
      await online();
      try {
        return await Promise.race([ask(path), run.halted]);
      } catch (error) {
        if (tries === TRIES || run.stopped) throw error;
        if (navigator.onLine) await Promise.race([sleep(500 * 3 ** tries), run.halted]);
      }
    }
  };

  /**
   * Get one file; return its bytes and what puts them away, or nothing where the edition has no such file any more. A page
   * is put away last, so that none is shown of which a part is missing. Bytes before their name: what is named is there.
   */
  const got = async (path) => {
    const [hash, bytes, , confirmed] = await patient(path);
    const cache = await store();
    if (!hash) {
      await cache.delete(key(path));
      return [];
    }
    const put = async () => {
      if (!(await cache.match(key(hash)))) {
        if (record.total + bytes.length > run.most) throw new DOMException("", "QuotaExceededError");
        await cache.put(key(hash), new Response(bytes));
        record.total += bytes.length;
      }
      await cache.put(key(path), new Response(hash + confirmed));
      run.bytes += bytes.length;
    };
    return [bytes, put];
  };

  /** What pages share is taken once a run. */
  const taken = new Map();
  const take = (path) => {
    if (!taken.has(path)) {
      const made = got(path).then(([, put]) => put?.());
      made.catch(() => taken.delete(path));
      taken.set(path, made);
    }
    return taken.get(path);
  };

  const parsed = (bytes, type = "text/html") => new DOMParser().parseFromString(new TextDecoder().decode(bytes), type);

  /** What a page asks for, pictures aside; its style stands in it. */
  const partsOf = (page, base) =>
    [...page.querySelectorAll("link[rel=icon], link[rel=manifest], script[src]")]
      .map((each) => pathOf(each.getAttribute("href") ?? each.getAttribute("src"), base))
      .filter(Boolean);

  const headings = (page, base) => [...page.querySelectorAll("main h2 a, main h3 a")].map((link) => pathOf(link.getAttribute("href"), base));

  /**
   * The pictures that this screen would load: the browser itself chooses among their sizes, without loading any of them,
   * for each size is named by the edition's icon and a number behind it. (Lazy pictures would be chosen without that, but
   * not in Firefox, which makes no choice before one is seen.) Each as [path, about how many bytes].
   */
  const picturesOf = async (page, base) => {
    const holder = document.createElement("div");
    holder.hidden = true;
    const addresses = [];
    const standIn = (address) => `${scope}favicon.ico#${addresses.push(new URL(address, base).href) - 1}`;
    const whole = (text) => text.split(",").map((each) => {
      const [address, width = ""] = each.trim().split(/\s+/);
      return `${standIn(address)} ${width}`;
    }).join(", ");
    const images = [...page.querySelectorAll("main img")].map((image) => {
      const outer = (image.closest("picture") ?? image).cloneNode(true);
      const inner = outer.matches("img") ? outer : outer.querySelector("img");
      inner.loading = "eager";
      for (const each of [inner, ...outer.querySelectorAll("source")])
        if (each.hasAttribute("srcset")) each.setAttribute("srcset", whole(each.getAttribute("srcset")));
      inner.setAttribute("src", standIn(inner.getAttribute("src")));
      holder.append(document.adoptNode(outer));
      return inner;
    });
    document.body.append(holder);
    await sleep(0);
    const found = images.map((image) => {
      const chosen = image.currentSrc || image.src;
      const address = addresses[chosen.split("#")[1]];
      const [known] = performance.getEntriesByName(address);
      const every = [image, ...image.parentNode.querySelectorAll("source")].flatMap((each) => (each.srcset ?? "").split(", "));
      const [wide, high] = ["width", "height"].map((each) => image.getAttribute(each) || 1);
      const width = parseInt(every.find((each) => each.startsWith(chosen + " "))?.split(" ")[1]) || wide;
      return [pathOf(address, base), known?.decodedBodySize || (width * width * high) / wide * (PIXEL[address.split(".").pop()] ?? OTHER_PIXEL)];
    });
    holder.remove();
    return found.filter(([path]) => path);
  };

  /** All articles of this language, newest first, and all other pages that search engines are told of: the sitemap's. */
  const whole = async () => {
    const found = { articles: [], pages: [] };
    const listed = async (path) => {
      const [hash, bytes] = await patient(path);
      const places = hash ? parsed(bytes, "text/xml").querySelectorAll("url > loc, sitemap > loc") : [];
      return [...places].map((each) => each.textContent);
    };
    const files = await listed("sitemap.xml");
    // Its addresses are the canonical ones, wherever this copy lies.
    const origin = files[0].replace(/sitemaps\/\w+\.xml$/, "").length;
    const pathIn = (address) => decodeURIComponent(address.slice(origin)).normalize("NFC").replace(/(^|\/)$/, "$1index.html");
    const names = files.map(pathIn).filter((each) => !each.endsWith("/news.xml"));
    const lists = await Promise.all(names.map(listed));
    for (const [at, list] of lists.entries())
      found[names[at].endsWith("/pages.xml") ? "pages" : "articles"].unshift(...list.map(pathIn).filter(isOurs).reverse());
    return found;
  };

  /** Pages of this language that a page leads to. */
  const linksOf = (page, base) =>
    [...page.querySelectorAll("a[href]")]
      .filter((link) => !link.hreflang || link.hreflang === language)
      .map((link) => pathOf(link.getAttribute("href"), base))
      .filter((path) => path.endsWith(".html"));

  /** Keep a page with all that it is made of; return where it leads. */
  const keepPage = async (path, pictures) => {
    const before = run.bytes;
    const [bytes, put] = await got(path);
    taken.set(path);
    if (!bytes) {
      delete record.pages[path];
      return [];
    }
    const base = new URL(encodeURI(path), scope);
    const page = parsed(bytes);
    for (const each of partsOf(page, base)) await take(each);
    const wanted = pictures ?? record.pages[path]?.[2] ?? record.all?.pictures;
    if (wanted) for (const [each] of await picturesOf(page, base)) await take(each);
    if (run.stopped) throw Error("stopped");
    await put();
    record.pages[path] = [page.querySelector("h1")?.textContent.trim() || page.title, run.bytes - before, wanted];
    return linksOf(page, base);
  };

  /** Do a job: {pages, isAll, isAgain, pictures (undefined: as each page was kept)}. What was kept before it ended stays. */
  const keep = async (job, tell) => {
    begun(tell);
    const mine = run;
    taken.clear();
    record.job = job;
    await note();
    navigator.storage?.persist?.().catch(() => 0);
    mine.most = record.total + (await room()) * USABLE;
    // Without the list all is found by following links, which takes longer to be counted.
    const { articles, pages } = job.isAll ? await whole().catch(() => ({ articles: [], pages: [] })) : { articles: [], pages: [] };
    const isArticle = new Set(articles);
    const queue = [...new Set([home, ...job.pages, ...pages, ...articles])];
    const seen = new Set(queue);
    let busy = 0;
    let noted = Date.now();
    let pause = NOTE_TIME;
    const more = (paths) => {
      for (const path of paths) {
        if (seen.has(path) || seen.size >= MAX_PAGES) continue;
        seen.add(path);
        queue.push(path);
      }
    };
    const lane = async () => {
      while (!run.stopped && (queue.length || busy)) {
        const path = queue.shift();
        if (!path) {
          await sleep(30);
          continue;
        }
        busy++;
        try {
          const leads = await keepPage(path, job.pictures);
          // Other articles are listed; what else is only linked from one are copies of its sources.
          if (job.isAll) more(isArticle.has(path) ? leads.filter((each) => each.includes(".source-")) : leads);
        } catch (error) {
          if (error?.name === "QuotaExceededError") {
            run.full = true;
            run.stop();
          } else if (!run.stopped) run.failed++;
        }
        busy--;
        run.done++;
        if (!run.stopped) tell(say("progress", { done: run.done, all: seen.size, size: size(run.bytes) }), run.done / seen.size);
        if (Date.now() - noted > pause) {
          const before = (noted = Date.now());
          await note();
          // Of many pages the note is long: it may take a twentieth of the time.
          pause = Math.max(NOTE_TIME, 20 * (Date.now() - before));
        }
      }
    };
    await take("keep.js").catch(() => 0);
    await Promise.all(Array.from({ length: LANES }, lane));
    const ended = run;
    run = undefined;
    if (ended.forget) return "";
    const isWhole = !ended.stopped && !ended.failed;
    if (isWhole) {
      delete record.job;
      if (job.isAll) record.all = { pictures: job.pictures ?? record.all?.pictures };
    }
    await sweep(isWhole && job.isAgain);
    await note();
    if (ended.full) return say("no_room");
    if (ended.stopped) return say("stopped");
    return ended.failed ? say("failed", { count: ended.failed }) : say("done");
  };

  /** Drop bytes that no path names any more; after everything was taken again, also what no page asked for this time. */
  const sweep = async (isAgain) => {
    const cache = await store();
    if (isAgain)
      for (const each of await cache.keys()) {
        const path = decodeURIComponent(each.url.slice(scope.length + 1));
        if (path.includes(".") && path !== LIST && !taken.has(path)) await cache.delete(each);
      }
    const keys = await cache.keys();
    const isBytes = ({ url }) => /\?[0-9a-f]{64}$/.test(url);
    const named = new Set();
    for (const each of keys) if (!isBytes(each)) named.add((await (await cache.match(each)).text()).slice(0, 64));
    for (const each of keys) {
      if (!isBytes(each) || named.has(each.url.slice(-64))) continue;
      record.total -= (await (await cache.match(each)).blob()).size;
      await cache.delete(each);
    }
  };

  /** Forget all that was kept, and the lists by which it was verified; whom to trust stays. */
  const forget = async () => {
    if (run) {
      run.forget = true;
      run.stop();
    }
    while (run) await sleep(30);
    for (const each of [name, `skaryna sums ${scope}`]) await caches.delete(each);
    await recall();
  };

  /** Look at what a job would take, before anything is kept: [what to say, the job]. */
  const look = async (kind) => {
    begun();
    try {
      if (kind === "all") return [await lookAtAll(), { pages: [], isAll: true }];
      const pages = [...new Set(kind === "list" ? [here, ...headings(document, location.href)] : [here])].filter(Boolean);
      let bytes = 0;
      const pictures = new Map();
      for (const path of pages) {
        const [hash, data] = await patient(path);
        if (!hash) continue;
        bytes += data.length;
        for (const [each, about] of await picturesOf(parsed(data), new URL(encodeURI(path), scope))) pictures.set(each, about);
      }
      const about = [...pictures.values()].reduce((sum, each) => sum + each, 0);
      return [say("needs", { pages: pages.length, size: size(bytes), pictures: pictures.size, more: size(about) }), { pages }];
    } finally {
      run = undefined;
    }
  };

  /** Bytes that the browser has for us; what it does not tell is no bound. */
  const room = async () => {
    const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    return quota ? Math.max(0, quota - usage) : Infinity;
  };

  /** Some articles, spread over all of them, tell how much all are. */
  const lookAtAll = async () => {
    const { articles, pages } = await whole();
    const step = Math.max(1, articles.length / SAMPLE);
    const sample = [];
    for (let at = 0; at < articles.length; at += step) sample.push(articles[Math.floor(at)]);
    let seen = 0;
    let text = 0;
    // A picture that several of them show is one.
    const pictures = new Map();
    const looked = async (path) => {
      // One that cannot be had just now tells nothing.
      const [hash, bytes] = await Promise.race([ask(path), sleep(LOOK_TIME)]).catch(() => 0) || [];
      if (!hash) return;
      seen++;
      text += bytes.length;
      for (const [each, about] of await picturesOf(parsed(bytes), new URL(encodeURI(path), scope))) pictures.set(each, about);
    };
    await Promise.all(sample.map(looked));
    const drawn = [...pictures.values()].reduce((sum, each) => sum + each, 0);
    const bare = (text / Math.max(1, seen)) * (articles.length + pages.length);
    const full = bare + (drawn / Math.max(1, seen)) * articles.length;
    const most = (await room()) * USABLE;
    const fitting = (bytes) => number(Math.floor(articles.length * Math.min(1, most / bytes)));
    const said = say("needs_all", { articles: number(articles.length), size: size(bare), more: size(full) });
    return most > full ? said : `${said} ${say("fits", { some: fitting(full), all: fitting(bare) })}`;
  };

  const make = (tag, values = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...inside);
    return made;
  };

  const style = new CSSStyleSheet();
  style.replaceSync(`
    .keeper { width: min(34rem, 94vw); max-height: 90vh; overflow: auto; padding: 1.2rem 1.4rem; border: 1px solid var(--soft);
      background: var(--paper); color: var(--ink); font: 1rem/1.5 var(--plain); }
    .keeper::backdrop { background: rgb(0 0 0 / .5); }
    .keeper h2 { font-size: 1.25rem; }
    .keeper > * + * { margin-top: .8rem; }
    .keeper button { display: block; width: 100%; margin-top: .5rem; padding: .6rem .8rem; font: inherit; text-align: start;
      color: var(--ink); background: var(--raised); border: 1px solid var(--soft); border-radius: 3px; cursor: pointer; }
    .keeper progress { width: 100%; accent-color: var(--accent); }
    .keeper [hidden] { display: none; }
    .keeper summary { cursor: pointer; padding: .3rem 0; }
    .keeper li { padding: .3rem 0; }
    .keeper small, .keeper .seal { color: var(--soft); }
    .keeper label { margin-top: .8rem; display: flex; gap: .6rem; align-items: baseline; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  const state = make("p");
  const status = make("p", { role: "status" });
  const bar = make("progress", { hidden: true, max: 1, value: 0 });
  bar.setAttribute("aria-label", words.title);
  const choices = make("div");
  const list = make("details");
  const button = (text, onclick) => make("button", { type: "button", textContent: text, onclick });
  const title = make("h2", { id: "keeper-title", textContent: words.title, tabIndex: -1 });
  const dialog = make("dialog", { className: "keeper" }, title, make("p", {}, make("small", { textContent: words.note })), state, status, bar, choices, list);
  dialog.setAttribute("aria-labelledby", "keeper-title");
  document.body.append(dialog);
  const leave = document.querySelector("a.leave");
  dialog.append(button(words.close, () => dialog.close()));
  // Under an open dialog the page's own link cannot be pressed.
  if (leave) dialog.append(button(leave.textContent, () => leave.click()));

  const tell = (text, part) => {
    status.textContent = text;
    if (part !== undefined) bar.value = part;
  };

  const offer = (...buttons) => {
    choices.replaceChildren(...buttons);
    choices.querySelector("button")?.focus();
  };

  const work = async (job) => {
    bar.value = 0;
    bar.hidden = false;
    tell("");
    offer(button(words.stop, () => run?.stop()));
    const said = await keep(job, tell);
    bar.hidden = true;
    await begin();
    tell(said);
  };

  const consider = async (kind) => {
    tell(words.looking);
    choices.replaceChildren();
    try {
      const [needs, job] = await look(kind);
      const bytes = await room();
      tell(`${needs} ${bytes < Infinity ? say("room", { size: size(bytes) }) : ""}`);
      offer(
        button(words.with, () => work({ ...job, pictures: true })),
        button(words.without, () => work({ ...job, pictures: false })),
        button(words.back, () => begin()),
      );
    } catch {
      await begin();
      tell(say("failed", { count: 1 }));
    }
  };

  const showList = () => {
    const pages = Object.entries(record.pages);
    const some = pages.length > 0;
    state.textContent = some ? say("kept", { pages: number(pages.length), size: size(record.total) }) : words.nothing;
    list.hidden = !some;
    const items = pages.slice(0, MAX_SHOWN).map(([path, [text, bytes]]) =>
      make("li", {}, make("a", { href: new URL(encodeURI(path), scope), textContent: text }), " ", make("small", { textContent: size(bytes) })));
    list.replaceChildren(make("summary", { textContent: words.list_title }), make("ul", {}, ...items));
  };

  const begin = async () => {
    await recall();
    showList();
    tell("");
    const isList = !document.body.classList.contains("article") && headings(document, location.href).length > 1;
    const buttons = [button(words.page, () => consider("page"))];
    if (isList) buttons.push(button(words.list, () => consider("list")));
    buttons.push(button(words.all, () => consider("all")));
    if (record.job) buttons.unshift(button(words.go_on, () => work(record.job)));
    if (!list.hidden) {
      buttons.push(button(words.renew, () => work({ pages: Object.keys(record.pages), isAgain: true, isAll: !!record.all })));
      buttons.push(button(words.forget, async () => {
        await forget();
        await begin();
        tell(words.forgotten);
      }));
      if (leave) {
        const box = make("input", { type: "checkbox", checked: !!record.leave });
        box.onchange = () => {
          record.leave = box.checked;
          note();
        };
        buttons.push(make("p", {}, make("label", {}, box, words.leave)));
      }
    }
    offer(...buttons);
  };

  for (const each of document.querySelectorAll("button.keep"))
    each.onclick = async () => {
      if (!run) await begin();
      dialog.showModal();
      title.focus();
    };
})();
