/**
 * The verifying reader: a service worker at the edition's root. Whatever a page of this folder asks for is answered with
 * bytes whose SHA-256 stands in the signed edition, from whichever copy has them, or with a plain notice.
 *
 * The press puts tuf.mjs before these lines and fills in PRINTED: {root: {version, sha256}, mirrors, headers, types,
 * languages, sentence}. Comments stand on lines of their own, so that it can take them out.
 */

const { root: PINNED, headers, types, languages } = PRINTED;
const scope = registration.scope;

/** Milliseconds: when the next mirror is asked too, a file, all metadata of one copy, between two looks for news. */
const NEXT_TIME = 1e3;
const FILE_TIME = 2e4;
const METADATA_TIME = 1e4;
const FRESH_TIME = 6e4;
/** How long readers are told of a worker that was refused. */
const ALARM_TIME = 864e5;
const MAX_MIRRORS = 16;
/**
 * Kept without being asked: what every page needs and no page tells, at most so many files and as many lists, none
 * larger than this. What a reader opens leaves no trace here, nor what they look for.
 */
const EVERYBODYS = /^(assets\/|reader\.js|\.skaryna\/)/;
const MAX_KEPT = 400;
const MAX_KEPT_BYTES = 1e6;
const MAX_BITS = 12;
const SUMS = ".skaryna/sums/";
const MIRRORS = ".skaryna/mirrors.json";
const NOTICES = ".skaryna/notices.json";
const POLICY = "content-security-policy";

/** The trusted texts, `roots` (version: SHA-256), `until` (ms), `confirmed`, and files by path: replaced, never changed. */
let state;
/** Of the signed edition: its custom fields and `index`, the SHA-256 of its index. */
let edition;
/** Pages that were shown as a reader kept them, for the edition's own could not be had: path -> when that was confirmed. */
const aged = new Map();
/** Copies that failed or dawdled lately are asked last: address -> when. */
const trouble = new Map();

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const store = (name) => caches.open(`skaryna ${name} ${scope}`);

/**
 * Fetch at most so many bytes. Nothing of the reader goes along, nothing is followed elsewhere, and of the answer
 * only the body is used. That another site may be asked at all is up to its CORS headers.
 */
const read = async (address, most, signal) => {
  const answer = await fetch(address, {
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal,
  });
  if (!answer.ok) throw Object.assign(Error(answer.status), { absent: [403, 404].includes(answer.status) });
  const reader = answer.body.getReader();
  const parts = [];
  let length = 0;
  for (let part; !(part = await reader.read()).done; parts.push(part.value)) {
    length += part.value.length;
    if (length > most) {
      reader.cancel();
      fail("too long");
    }
  }
  const bytes = new Uint8Array(length);
  for (const part of parts.reverse()) bytes.set(part, (length -= part.length));
  return bytes;
};

/** Every address of the edition, our own first, those in trouble last. */
const copies = () => {
  const isBad = (address) => Date.now() - trouble.get(address) < FRESH_TIME;
  return [...new Set([scope, ...(state?.[MIRRORS] ?? PRINTED).mirrors])]
    .slice(0, MAX_MIRRORS)
    .sort((a, b) => isBad(a) - isBad(b));
};

/** Ask the copies in turn: the next one joins after a second, or at once when one fails. The first good answer wins. */
const race = (ask) =>
  new Promise((resolve, reject) => {
    const stop = new AbortController();
    const waiting = copies();
    let open = 0;
    let timer;
    const next = () => {
      clearTimeout(timer);
      const address = waiting.shift();
      if (!address) return open || reject();
      open++;
      const isBad = () => trouble.set(address, Date.now());
      timer = setTimeout(() => {
        isBad();
        next();
      }, NEXT_TIME);
      ask(address, AbortSignal.any([stop.signal, AbortSignal.timeout(FILE_TIME)])).then(
        (answer) => {
          clearTimeout(timer);
          waiting.length = 0;
          resolve(answer);
          stop.abort();
        },
        () => {
          open--;
          if (stop.signal.aborted) return;
          isBad();
          next();
        },
      );
    };
    next();
  });

/** Return the bytes with this SHA-256: kept ones, or from the first copy that has them. */
const file = async (hash, path, most, shelf = "files") => {
  const key = scope + "?" + hash;
  const held = await caches.match(key);
  if (held) {
    const bytes = new Uint8Array(await held.arrayBuffer());
    if ((await digest(bytes)) === hash) return bytes;
  }
  const bytes = await race(async (address, signal) => {
    const bytes = await read(address + path.split("/").map(encodeURIComponent).join("/"), most, signal);
    return (await digest(bytes)) === hash ? bytes : fail("altered");
  });
  if (bytes.length < MAX_KEPT_BYTES && EVERYBODYS.test(path)) keep(await store(shelf), key, bytes).catch(() => 0);
  return bytes;
};

/** What was kept first goes first. */
const keep = async (kept, key, bytes) => {
  await kept.put(key, new Response(bytes));
  for (const old of (await kept.keys()).slice(0, -MAX_KEPT)) await kept.delete(old);
};

/** Lists in memory: SHA-256 -> the promise of what `parse` made of them. */
const lists = new Map();
const list = (hash, most, parse) => {
  if (lists.size > 99) lists.clear();
  if (!lists.has(hash)) {
    const made = file(hash, SUMS + hash, most, "sums").then((bytes) => parse(decode(bytes)));
    made.catch(() => lists.delete(hash));
    lists.set(hash, made);
  }
  return lists.get(hash);
};

/** Return the SHA-256 that the signed edition gives a path, or undefined. The rules are those of seal/manifest.py. */
const signedDigest = async (path) => {
  const { index, bits } = edition;
  const shards = await list(index, 65 << bits, (text) => text.split("\n"));
  const number = parseInt((await digest(encode(path))).slice(0, 3), 16) >> (MAX_BITS - bits);
  const shard = await list(
    shards[number],
    4 << 20,
    (text) => new Map(text.split("\n").map((line) => [line.slice(66), line.slice(0, 64)])),
  );
  return path && shard.get(path);
};

/** Find the edition in what is trusted. */
const look = () => {
  edition = undefined;
  if (!state?.targets) return;
  for (const [path, { hashes, custom }] of Object.entries(JSON.parse(state.targets).signed.targets))
    if (custom?.type == "edition" && path === SUMS + hashes.sha256 && custom.bits <= MAX_BITS)
      edition = { ...custom, index: hashes.sha256 };
};

/** Trust is one entry in the store, written whole: an interrupted update leaves the one before it. */
let mayKeep = true;
let saving = Promise.resolve();
const save = (parts) => {
  state = { ...state, ...parts };
  look();
  if (mayKeep) saving = saving.then(async () => (await store("trust")).put(scope, Response.json(state)));
  return saving;
};

const stored = async () => (await (await store("trust")).match(scope))?.json();

/** Load what is trusted already; at first, the root whose SHA-256 stands in this worker. */
let begun;
const begin = () =>
  (begun ??= (async () => {
    state = await stored();
    look();
    if (state) return;
    const root = await race(async (address, signal) => {
      const bytes = await read(`${address}metadata/${PINNED.version}.root.json`, MOST.root, signal);
      return (await digest(bytes)) === PINNED.sha256 ? decode(bytes) : fail("root");
    });
    await save({ root, roots: { [PINNED.version]: PINNED.sha256 } });
  })().catch((error) => {
    begun = undefined;
    throw error;
  }));

/** Bring trust up to date with one copy. Where another copy was quicker in between, start again from what it brought. */
const follow = async (address) => {
  const signal = AbortSignal.timeout(METADATA_TIME);
  for (let round = 0; round < 9; round++) {
    let base = state;
    const put = async (parts) => {
      if (state !== base) fail("moved");
      const saved = save(parts);
      base = state;
      await saved;
    };
    const door = {
      now: Date.now(),
      get: (name, most) => read(address + "metadata/" + name, most, signal),
      late() {},
      async save(parts) {
        if (parts.root) {
          const { version } = JSON.parse(parts.root).signed;
          parts.roots = { ...base.roots, [version]: await digest(encode(parts.root)) };
          // With its timestamp, the word of the old keys goes on how long the edition is current.
          if (!parts.timestamp) parts.until = 0;
        }
        await put(parts);
      },
    };
    try {
      const trusted = await refresh(base, door);
      const until = Math.min(...Object.values(trusted).map(({ expires }) => Date.parse(expires)));
      const confirmed = String(trusted.timestamp["x-skaryna-confirmed"]).slice(0, 10);
      if (until !== base.until || confirmed !== base.confirmed) await put({ until, confirmed });
      return await learn(trusted.targets.targets).catch(() => 0);
    } catch (error) {
      if (state === base) throw error;
    }
  }
};

/** Mirrors and notices are signed too: a publication can move while its origin is blocked. */
const learn = async (targets) => {
  for (const path of [MIRRORS, NOTICES]) {
    const { hashes, length } = targets[path];
    if (state[path]?.sha256 !== hashes.sha256)
      await save({ [path]: { ...hashes, ...JSON.parse(decode(await file(hashes.sha256, path, length))) } });
  }
};

/** Ask every copy for news: an outdated one loses, a frozen one is found out by the others. */
let updatedAt = 0;
let everyone;
let ours;
const update = (pause = FRESH_TIME) => {
  if (Date.now() - updatedAt < pause) return;
  updatedAt = Date.now();
  const asked = copies().map((address) => [address, follow(address)]);
  everyone = Promise.race([Promise.allSettled(asked.map(([, each]) => each)), sleep(METADATA_TIME)]);
  const own = asked.find(([address]) => address === scope)[1].catch(() => everyone);
  ours = Promise.race([own, sleep(NEXT_TIME)]);
};

/** The first page after a start waits for our own origin's news, a second at most; later ones read on meanwhile. */
let first;
const ready = async () => {
  await begin();
  update();
  await (first ??= ours);
  if (!edition) await everyone;
};

/** The headers are ours, whatever the server said: in place of 'self', this folder alone. */
const reply = (body, type, status = 200) => {
  const policy = headers[POLICY].replaceAll("'self'", scope);
  return new Response(body, { status, headers: { ...headers, [POLICY]: policy, "content-type": type } });
};

/** A notice is a signed page too. Until one is held, a sentence has to do. */
const notice = (language, name, status) =>
  reply(
    (state?.[NOTICES]?.[language]?.[name] ?? PRINTED.sentence).replace("{date}", state?.confirmed ?? "–"),
    types.html,
    status,
  );

/** Whether our server gives something out under an address that is not signed; not a byte of it is used. */
const isDelivered = (address) =>
  read(address, 0, AbortSignal.timeout(NEXT_TIME)).catch((error) => error.message == "too long");

/** What keep.js noted of a file that a reader keeps: its SHA-256, and behind that when its edition was confirmed. */
const keptDigest = async (path) => (await caches.match(scope + "?" + encodeURIComponent(path)))?.text();

/** Return the answer to a path of the signed edition, or undefined where it has no such path. */
const found = async (path, status, digestOf = signedDigest) => {
  const names = /(^|\/)$/.test(path) ? [path + "index.html"] : [path, path + ".html"];
  for (const name of names) {
    const noted = await digestOf(name);
    if (noted) {
      aged.set(path, noted.slice(64));
      const bytes = await file(noted.slice(0, 64), name, edition.max_bytes);
      return reply(bytes, types[name.split(".").pop()] ?? types[""], status);
    }
  }
  if (path && (await digestOf(path + "/index.html"))) return Response.redirect(new URL(encodeURI(path) + "/", scope));
};

/** The proof itself, for whoever looks at it: what this worker holds and has verified. */
const proof = async (path) => {
  const [, version, role] = /^metadata\/(?:(\d+)\.)?(root|timestamp|snapshot|targets)\.json$/.exec(path) ?? [];
  const text = role && state[role];
  if (text && (version ?? 0) == (role == "timestamp" ? 0 : JSON.parse(text).signed.version)) return reply(text, types.json);
};

/** The path that an address means, decoded once; what cannot be decoded means none. */
const pathOf = (url) => {
  const path = url.slice(scope.length).split(/[?#]/)[0];
  try {
    return decodeURIComponent(path).normalize("NFC");
  } catch {
    return "%";
  }
};

const answer = async ({ url, mode }) => {
  const path = pathOf(url);
  const folder = path.split("/")[0];
  const language = languages.includes(folder) ? folder : languages[0];
  const isPage = mode == "navigate";
  try {
    await ready();
    let answered;
    try {
      answered = await found(path);
    } catch {
      // An edition may have come out since we looked.
      update(300);
      await Promise.race([everyone, sleep(3e3)]);
      // Where that is out of reach, a page that the reader keeps is shown as it was, and says so.
      answered = await found(path).catch(async () => (await found(path, 200, keptDigest)) ?? fail());
    }
    answered ??= await proof(path);
    if (answered) return answered;
    if (isPage && !(await isDelivered(url))) {
      answered = await found((language == folder ? folder + "/" : "") + "404.html", 404).catch(() => 0);
      if (answered) return answered;
    }
    return isPage ? notice(language, "unlisted", 404) : reply("", types.txt, 404);
  } catch {
    return isPage ? notice(language, "nothing", 503) : reply("", types.txt, 503);
  }
};

onfetch = (event) => {
  if (event.request.url.startsWith(scope)) event.respondWith(answer(event.request));
};

/**
 * A newer worker must be of the same publication: the root that it was printed with is one that trust has passed, or
 * leads to. Where it is not, it is not installed, the worker before it stays, and readers are told.
 */
const install = async () => {
  mayKeep = false;
  await begin();
  update();
  await everyone;
  if (!edition) fail("no edition");
  const passed = state.roots[PINNED.version];
  const isOlder = PINNED.version < Math.min(...Object.keys(state.roots));
  if (passed !== PINNED.sha256 && !isOlder) {
    await (await store("alarm")).put(scope, new Response(Date.now()));
    fail("another root");
  }
  await skipWaiting();
};

/** Only now may it write: the worker before it has had its last word. */
const activate = async () => {
  mayKeep = true;
  await caches.delete(`skaryna alarm ${scope}`);
  const kept = await stored();
  await begin();
  state = kept ?? state;
  await save();
  await clients.claim();
};

/** keep.js asks for a file of the edition, to keep it. */
const give = async (path) => {
  const hash = await signedDigest(path);
  return [hash, hash && (await file(hash, path, edition.max_bytes)), edition, state.confirmed];
};

/** reader.js asks what to tell on the page. */
const tell = async ({ source, data, ports: [port] }) => {
  await ready();
  if (port) return port.postMessage(await give(data).catch(() => 0));
  await everyone;
  const alarm = await (await (await store("alarm")).match(scope))?.text();
  const old = aged.get(pathOf(source.url));
  source.postMessage({
    late: old || !(state.until > Date.now()),
    confirmed: old || state.confirmed,
    alarm: Date.now() - alarm < ALARM_TIME,
  });
};

oninstall = (event) => event.waitUntil(install());
onactivate = (event) => event.waitUntil(activate());
onmessage = (event) => event.waitUntil(tell(event));
