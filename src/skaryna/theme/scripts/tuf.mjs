/**
 * The client workflow of The Update Framework, specification 1.0, section 5: a pure core.
 *
 * It reads no network, store or clock of its own: a `door` gives it all that (see `refresh`). The same lines run in
 * readers' service worker and, under Node, against TUF's public conformance suite. No library: SHA-256 and Ed25519 are
 * the browser's (WebCrypto), canonical JSON is below.
 *
 * Comments stand on lines of their own: the press takes them out by line before it ships this file.
 */

/** Bytes, at most, where no signed metadata says less. */
const MOST = { root: 512e3, timestamp: 16384, snapshot: 2e6, targets: 5e6 };
const MAX_ROOT_STEPS = 256;
/** Our metadata is five levels deep. */
const MAX_DEPTH = 32;

export const encode = (text) => new TextEncoder().encode(text);

/** Bytes to text, so that encoding the text gives those very bytes again; anything but UTF-8 throws. */
export const decode = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

const fail = (why) => {
  throw Error(why);
};

const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

export const digest = async (bytes, bits = 256) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-" + bits, bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/** By code point, as Python sorts: UTF-16 puts U+1F600 before U+FF5E, and the signature would fail. */
const byCodePoint = (a, b) => {
  for (let at = 0; ; at++) {
    const x = a.codePointAt(at);
    const y = b.codePointAt(at);
    if (x !== y) return (x ?? -1) - (y ?? -1);
  }
};

/** Canonical JSON (OLPC): what signatures are made over. Integers that JavaScript would round are refused. */
export const canonical = (value, depth = 0) => {
  const inner = (each) => canonical(each, depth + 1);
  if (depth > MAX_DEPTH) fail("too deep");
  if (Array.isArray(value)) return `[${value.map(inner)}]`;
  if (typeof value == "string") return `"${value.replace(/["\\]/g, "\\$&")}"`;
  if (typeof value == "number" && !Number.isSafeInteger(value)) fail("number");
  if (!value || typeof value != "object") return String(value);
  return `{${Object.keys(value)
    .sort(byCodePoint)
    .map((key) => inner(key) + ":" + inner(value[key]))}}`;
};

const unhex = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

/** Whether one signature (hex) by one key of the metadata is good; whatever is odd about it makes it bad. */
export const verifies = async ({ keytype, scheme, keyval }, sig, bytes) => {
  if (keytype != "ed25519" || scheme != "ed25519") return false;
  const key = await crypto.subtle.importKey("raw", unhex(keyval.public), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, unhex(sig), bytes);
};

/**
 * Return the signed part of a metadata file; throw unless a threshold of the role's keys signed it.
 *
 * A key counts once, under however many names it is listed; a key's name twice among the signatures is refused. So a
 * name need not be the hash of its key (TAP 12): python-tuf does not ask for that either.
 */
export const checked = async (door, text, type, keys, role) => {
  const { signed, signatures } = JSON.parse(text);
  if (signed._type != type || !/^1\./.test(signed.spec_version)) fail("not " + type);
  if (!(Number.isSafeInteger(signed.version) && signed.version > 0)) fail("version");
  if (!(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(signed.expires) && Date.parse(signed.expires))) fail("date");
  const bytes = encode(canonical(signed));
  const names = new Set();
  const good = new Set();
  for (const { keyid, sig } of signatures) {
    if (names.has(keyid)) fail("signed twice by one key");
    names.add(keyid);
    const key = role.keyids.includes(keyid) && own(keys, keyid);
    if (key && (await (door.verifies ?? verifies)(key, sig, bytes).catch(() => false))) good.add(key.keyval.public);
  }
  if (!(role.threshold > 0 && good.size >= role.threshold)) fail("threshold of " + type);
  return signed;
};

/** Throw unless bytes have the length and every hash that signed metadata gives them. */
export const matches = async (bytes, { length = bytes.length, hashes = {} }) => {
  if (bytes.length !== length) fail("length");
  for (const [name, hash] of Object.entries(hashes)) {
    const [, bits] = /^sha(256|512)$/.exec(name) ?? fail("hash " + name);
    if ((await digest(bytes, bits)) !== hash) fail("hash");
  }
};

const isLate = (door, signed) => Date.parse(signed.expires) <= door.now;

/**
 * Return a targets role as the snapshot names it: the stored copy where it is that one, else a fresh one.
 *
 * `name` is the role, `keys` and `role` what its delegator says of it, `snapshot` the trusted snapshot.
 */
export const targetsRole = async (door, stored, name, keys, role, { root, snapshot }) => {
  const file = name + ".json";
  const meta = own(snapshot.meta, file) ?? fail("no " + file);
  const take = async (text) => {
    await matches(encode(text), meta);
    const signed = await checked(door, text, "targets", keys, role);
    if (signed.version !== meta.version) fail("version of " + name);
    return signed;
  };
  const kept = stored && (await take(stored).catch(() => 0));
  if (kept && !isLate(door, kept)) return kept;
  const prefix = root.consistent_snapshot ? meta.version + "." : "";
  const text = kept ? stored : decode(await door.get(prefix + encodeURIComponent(file), meta.length ?? MOST.targets));
  const signed = await take(text);
  if (isLate(door, signed)) door.late(name, signed);
  if (!kept) await door.save({ [name]: text });
  return signed;
};

/**
 * Bring trusted metadata up to date with one copy of an edition.
 *
 * `stored`: texts {root, timestamp, snapshot, targets}; only root must be there.
 * `door`: get(name, most) -> bytes of a file in metadata/ (throws; `absent` on the error where there is none),
 *   save({role: text or undefined}) keeps what has been verified so far, late(role, signed) is told what is past its
 *   date and may throw, now (ms), verifies (as above; for other kinds of keys).
 * Returns the signed parts. What was saved before an error stays: each step is trusted by itself.
 */
export const refresh = async (stored, door) => {
  const ownRole = (signed) => signed.roles.root;
  let { root: rootText, timestamp: timestampText, snapshot: snapshotText, targets: targetsText } = stored;
  const first = JSON.parse(rootText).signed;
  let root = await checked(door, rootText, "root", first.keys, ownRole(first));
  const roleOf = (text, name) => checked(door, text, name, root.keys, root.roles[name]);
  const online = () => canonical(["timestamp", "snapshot"].map((name) => root.roles[name].keyids.toSorted()));
  const onlineBefore = online();

  // 5.3: every next root, signed by the one before it and by itself.
  for (let step = 0; step < MAX_ROOT_STEPS; step++) {
    const bytes = await door.get(root.version + 1 + ".root.json", MOST.root).catch((error) => {
      if (!error.absent) throw error;
    });
    if (!bytes) break;
    const text = decode(bytes);
    const next = await roleOf(text, "root");
    await checked(door, text, "root", next.keys, ownRole(next));
    if (next.version !== root.version + 1) fail("version of root");
    root = next;
    // 5.3.11: with other keys online, what the old ones said binds nobody: the way back from a fast-forward.
    if (online() !== onlineBefore) timestampText = snapshotText = undefined;
    // What this root's keys no longer vouch for is dropped in the same breath.
    if (targetsText && !(await roleOf(targetsText, "targets").catch(() => 0))) targetsText = undefined;
    await door.save({ root: text, timestamp: timestampText, snapshot: snapshotText, targets: targetsText });
  }
  if (isLate(door, root)) door.late("root", root);

  // 5.4: the timestamp never goes back, nor does the snapshot that it names; the same version is the same file.
  const before = timestampText && (await roleOf(timestampText, "timestamp").catch(() => 0));
  const text = decode(await door.get("timestamp.json", MOST.timestamp));
  let timestamp = await roleOf(text, "timestamp");
  let meta = timestamp.meta["snapshot.json"];
  if (before) {
    if (timestamp.version < before.version) fail("rollback of timestamp");
    if (timestamp.version === before.version) timestamp = before;
    meta = timestamp.meta["snapshot.json"];
    if (meta.version < before.meta["snapshot.json"].version) fail("rollback of snapshot");
  }
  if (isLate(door, timestamp)) door.late("timestamp", timestamp);
  if (timestamp !== before) await door.save({ timestamp: text });

  // 5.5: the snapshot that it names, of that version, with nothing missing and nothing older.
  const old = snapshotText && (await roleOf(snapshotText, "snapshot").catch(() => 0));
  let snapshot = old;
  if (!old || old.version !== meta.version) {
    const prefix = root.consistent_snapshot ? meta.version + "." : "";
    const bytes = await door.get(prefix + "snapshot.json", meta.length ?? MOST.snapshot);
    await matches(bytes, meta);
    snapshotText = decode(bytes);
    snapshot = await roleOf(snapshotText, "snapshot");
    if (snapshot.version !== meta.version) fail("version of snapshot");
    for (const [file, { version }] of Object.entries(old ? old.meta : {}))
      if (!(own(snapshot.meta, file)?.version >= version)) fail("rollback of " + file);
  }
  if (isLate(door, snapshot)) door.late("snapshot", snapshot);
  if (snapshot !== old) await door.save({ snapshot: snapshotText });

  // 5.6: and the targets.
  const trusted = { root, timestamp, snapshot };
  trusted.targets = await targetsRole(door, targetsText, "targets", root.keys, root.roles.targets, trusted);
  return trusted;
};
