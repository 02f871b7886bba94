/**
 * The search page: reads the index that the press prints (press/search.py), a few small files a query. What is typed
 * goes into no address and to nobody. Files are loaded as scripts, which call found(): so no leave to connect is needed.
 * Old telephones must be able to read this; see reader.js.
 */
(() => {
  const form = document.querySelector("form.search");
  const list = document.querySelector("ol.found");
  const status = document.querySelector("p.status");
  const home = new URL(form.dataset.titles, location.href);
  const bits = +form.dataset.bits;
  const language = "latin" in form.dataset ? "be" : document.documentElement.lang;
  const known = {};
  const AT_ONCE = 7;
  const MOST_BITS = 12;
  let asked = 0;

  const load = (path) => known[path] = known[path] || new Promise((good, bad) => {
    const script = document.createElement("script");
    let value = [];
    window.found = (given) => { window.last = given; };
    script.onload = () => { value = window.last; good(value); };
    script.onerror = () => { delete known[path]; bad(path); };
    script.src = path;
    document.head.append(script);
  });

  // One after another: the files all call the same name.
  let queue = Promise.resolve();
  const fetched = (path) => queue = queue.catch(() => 0).then(() => load(path));

  // Łacinka as it is spelt in Cyrillic, the way in which the index has it.
  const cyrillicOf = (text) => {
    const plain = { a: "а", b: "б", c: "ц", č: "ч", d: "д", e: "э", f: "ф", g: "ґ", h: "г", i: "і", j: "й", k: "к", l: "л", ł: "л",
      m: "м", n: "н", o: "о", p: "п", r: "р", s: "с", š: "ш", t: "т", u: "у", ŭ: "ў", v: "в", y: "ы", z: "з", ž: "ж",
      ć: "ць", ń: "нь", ś: "сь", ź: "зь", w: "в" };
    const soft = { a: "я", e: "е", o: "ё", u: "ю", i: "і" };
    return text.normalize("NFC").toLowerCase()
      .replace(/ch/g, "х")
      .replace(/([bcčdfghklłmnprsštvzžх])j([aeou])/g, (_, letter, vowel) => `${letter}'${soft[vowel]}`)
      .replace(/j([aeou])/g, (_, vowel) => soft[vowel])
      .replace(/l([aeou])/g, (_, vowel) => `л${soft[vowel]}`)
      .replace(/([bcčdfghkmnprsštvzžх])i([aeou])/g, (_, letter, vowel) => `${letter}${soft[vowel]}`)
      .replace(/l(?=[^aeouilл]|$)/g, "ль")
      .replace(/[a-zčšžŭłćńśź]/g, (letter) => plain[letter] || letter);
  };

  // Old browsers cannot be asked what a letter is: Latin, Greek and Cyrillic ones are told to them.
  let letters = "\\p{L}";
  let digits = "\\p{N}";
  try {
    RegExp(letters, "u");
  } catch (error) {
    letters = "a-zªµºß-öø-ʯͰ-ԯḀ-ỿ";
    digits = "0-9";
  }
  const apostrophe = RegExp(`([${letters}])['’ʼ\`](?=[${letters}])`, "gu");
  const wordlike = RegExp(`[${letters}${digits}]+`, "gu");

  const wordsOf = (text) => {
    const plain = text.normalize("NFKC").toLowerCase().replace(/ё/g, "е").replace(apostrophe, "$1").replace(/[\u0300-\u036f]/g, "");
    return [...new Set(plain.match(wordlike) || [])].filter((word) => word.length > 1).map((word) => word.slice(0, 32));
  };

  const endings = form.dataset.endings.split(" ");
  const softening = form.dataset.softening.split(" ").map((pair) => pair.split(":"));

  // What may be left of a word without one of its language's endings: at least three letters, and half of it. Where the
  // last sound changes before an ending (кніга, кнізе; ręka, ręce), both ways of writing it become one.
  const stemsOf = (word) => {
    const most = Math.min(word.length - 3, word.length / 2);
    const left = endings.filter((each) => each.length <= most && word.endsWith(each)).map((each) => word.slice(0, -each.length));
    return [word, ...left].map((stem) => softening.reduce(changed, stem));
  };
  const changed = (said, [from, to]) => said.endsWith(from) ? said.slice(0, -from.length) + to : said;

  // Whether a word of the index is what was typed: it begins so, or is another form of the same word.
  const fits = (each, word, stems = stemsOf(word)) =>
    word.length < 3 ? each === word : each.startsWith(word) || stemsOf(each).some((stem) => stems.includes(stem));

  // The other beginnings that forms of a short word may have: рука, руцэ.
  const beginningsOf = (word) => {
    const forms = stemsOf(word).filter((stem) => stem.length <= 4 && stem.length < word.length + 1)
      .map((stem) => [stem, ...softening.map(([from, to]) => changed(stem, [to, from]))]);
    return [...new Set([word, ...[].concat(...forms).filter((stem) => stem.length >= 3)].map((each) => each.slice(0, 3)))];
  };

  const bucketOf = (word) => {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode([...word].slice(0, 3).join(""))) {
      value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    }
    return value >>> (32 - MOST_BITS) >>> (MOST_BITS - bits);
  };

  // Which articles have a word that begins so: numbers, and from which number downwards some may be missing.
  const articlesOf = async (word) => {
    const buckets = new Set(word.length < 3 ? [bucketOf(word)] : beginningsOf(word).map(bucketOf));
    const rows = [];
    for (const bucket of buckets) rows.push(...await fetched(new URL(`w/${bucket}.js`, new URL(form.dataset.words, location.href))));
    const stems = stemsOf(word);
    const numbers = new Set();
    let cut = 0;
    for (const [each, told] of rows) {
      if (!fits(each, word, stems)) continue;
      let last = 0;
      for (const part of told.replace("+", "").split(";")) {
        const [stretch, rest] = part.split(":");
        for (const step of rest.split(" ")) {
          last = parseInt(stretch, 36) * 1000 + parseInt(step, 36);
          numbers.add(last);
        }
      }
      if (told.endsWith("+")) cut = Math.max(cut, last);
    }
    return { numbers, cut };
  };

  const show = async (numbers, from, mine) => {
    const some = numbers.slice(from, from + AT_ONCE);
    const rows = [];
    for (const number of some) {
      const titles = await fetched(new URL(`d/${Math.floor(number / 100)}.js`, home));
      const row = titles.find((each) => each[0] === number);
      if (row) rows.push(row);
    }
    if (mine !== asked) return;
    for (const [, path, title, day] of rows) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = new URL(`../${form.dataset.up}${path}`, home);
      link.textContent = title;
      const time = document.createElement("time");
      time.dateTime = day;
      time.textContent = day && new Date(day).toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
      // Browsers know no Łacinka: its days are told in numbers.
      if ("latin" in form.dataset) time.textContent = day.split("-").reverse().join(".");
      item.append(link, " ", time);
      list.append(item);
    }
    const more = document.querySelector("button.more");
    more.hidden = from + AT_ONCE >= numbers.length;
    more.onclick = () => show(numbers, from + AT_ONCE, mine);
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    const mine = ++asked;
    list.textContent = "";
    document.querySelector("button.more").hidden = true;
    const typed = form.elements.words.value;
    const words = wordsOf("latin" in form.dataset ? cyrillicOf(typed) : typed);
    for (const topic of document.querySelectorAll("ul.topics li")) {
      const own = wordsOf("latin" in form.dataset ? cyrillicOf(topic.textContent) : topic.textContent);
      topic.classList.toggle("hit", words.length > 0 && words.every((word) => own.some((each) => fits(each, word))));
    }
    if (!words.length) return status.textContent = "";
    status.textContent = form.dataset.searching;
    try {
      let found = null;
      let cut = 0;
      for (const word of words) {
        const next = await articlesOf(word);
        const [one, other] = [found, next];
        found = found ? new Set([...one].filter((number) => other.numbers.has(number) || number < other.cut)
          .concat([...other.numbers].filter((number) => number < cut && !one.has(number)))) : next.numbers;
        cut = Math.min(cut || next.cut, next.cut);
      }
      if (mine !== asked) return;
      const numbers = [...found].sort((one, other) => other - one);
      status.textContent = numbers.length ? `${form.dataset.count} ${numbers.length}${cut ? "+" : ""}` : form.dataset.nothing;
      await show(numbers, 0, mine);
    } catch (error) {
      status.textContent = form.dataset.failed;
    }
  };
})();
