/** The TUF core by itself, without a browser or a network: metadata made and signed here. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";

import { canonical, encode, matches, refresh } from "../../src/skaryna/theme/scripts/tuf.mjs";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const LATER = "2027-01-01T00:00:00Z";

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const key = { keytype: "ed25519", scheme: "ed25519", keyval: { public: raw } };
  return { key, keyid: createHash("sha256").update(canonical(key)).digest("hex"), privateKey };
}

const signed = (value, ...keys) =>
  JSON.stringify({
    signed: value,
    signatures: keys.map(({ keyid, privateKey }) => ({
      keyid,
      sig: sign(null, encode(canonical(value)), privateKey).toString("hex"),
    })),
  });

class Repository {
  keys = { root: [newKey(), newKey(), newKey()], targets: [newKey()], snapshot: [newKey()], timestamp: [newKey()] };
  files = {};
  asked = [];
  constructor() {
    this.root = this.rootOf(1);
    this.stored = { root: signed(this.root, ...this.keys.root) };
    this.publish(1);
  }
  rootOf(version, threshold = 2) {
    const all = Object.values(this.keys).flat();
    return {
      _type: "root",
      spec_version: "1.0.31",
      version,
      expires: LATER,
      consistent_snapshot: true,
      keys: Object.fromEntries(all.map(({ keyid, key }) => [keyid, key])),
      roles: Object.fromEntries(
        Object.entries(this.keys).map(([role, keys]) => [
          role,
          { keyids: keys.map(({ keyid }) => keyid), threshold: role == "root" ? threshold : 1 },
        ]),
      ),
    };
  }
  meta(version, text) {
    return { version, length: encode(text).length, hashes: { sha256: createHash("sha256").update(text).digest("hex") } };
  }
  publish(version, { expires = LATER, snapshotVersion = version, targetsVersion = version } = {}) {
    const common = { spec_version: "1.0.31", expires };
    const targets = signed({ _type: "targets", ...common, version: targetsVersion, targets: {} }, ...this.keys.targets);
    const snapshot = signed(
      { _type: "snapshot", ...common, version: snapshotVersion, meta: { "targets.json": this.meta(targetsVersion, targets) } },
      ...this.keys.snapshot,
    );
    const timestamp = signed(
      { _type: "timestamp", ...common, version, meta: { "snapshot.json": this.meta(snapshotVersion, snapshot) } },
      ...this.keys.timestamp,
    );
    this.files[`${targetsVersion}.targets.json`] = targets;
    this.files[`${snapshotVersion}.snapshot.json`] = snapshot;
    this.files["timestamp.json"] = timestamp;
  }
  late = [];
  async refresh() {
    return refresh(this.stored, {
      now: NOW,
      get: async (name, most) => {
        this.asked.push(name);
        if (!(name in this.files)) throw Object.assign(Error(name), { absent: true });
        const bytes = encode(this.files[name]);
        assert.ok(bytes.length <= most, "too long");
        return bytes;
      },
      save: async (parts) => {
        this.stored = { ...this.stored, ...parts };
      },
      late: (role) => this.late.push(role),
    });
  }
}

test("a first look takes everything, a second one the timestamp alone", async () => {
  const repository = new Repository();
  assert.equal((await repository.refresh()).targets.version, 1);
  repository.asked = [];
  await repository.refresh();
  assert.deepEqual(repository.asked, ["2.root.json", "timestamp.json"]);
});

test("nothing goes back", async () => {
  const repository = new Repository();
  repository.publish(5);
  await repository.refresh();
  repository.publish(4);
  await assert.rejects(repository.refresh(), /rollback of timestamp/);
  repository.publish(6, { snapshotVersion: 4 });
  await assert.rejects(repository.refresh(), /rollback of snapshot/);
  repository.publish(7, { snapshotVersion: 7, targetsVersion: 4 });
  await assert.rejects(repository.refresh(), /rollback of targets.json/);
  assert.equal(JSON.parse(repository.stored.targets).signed.version, 5);
});

test("a root needs a threshold of the old and of the new, and each key counts once", async () => {
  const repository = new Repository();
  const [one, two, three] = repository.keys.root;
  const next = repository.rootOf(2);
  repository.files["2.root.json"] = signed(next, one);
  await assert.rejects(repository.refresh(), /threshold of root/);
  repository.files["2.root.json"] = signed(next, one, one);
  await assert.rejects(repository.refresh(), /signed twice/);
  repository.files["2.root.json"] = signed({ ...next, version: 3 }, one, two);
  await assert.rejects(repository.refresh(), /version of root/);
  const fresh = newKey();
  repository.keys.root = [fresh, three];
  repository.files["2.root.json"] = signed(repository.rootOf(2), one, two);
  await assert.rejects(repository.refresh(), /threshold of root/);
  repository.files["2.root.json"] = signed(repository.rootOf(2), one, two, three, fresh);
  assert.equal((await repository.refresh()).root.version, 2);
});

test("one key under two names counts once", async () => {
  const repository = new Repository();
  const [one] = repository.keys.root;
  const twin = { ...one, keyid: "f".repeat(64) };
  repository.keys.root = [one, twin];
  repository.stored = { root: signed(repository.rootOf(1), one, twin) };
  await assert.rejects(repository.refresh(), /threshold of root/);
});

test("after a fast-forward, new keys are the way back", async () => {
  const repository = new Repository();
  repository.publish(2 ** 31 - 1);
  await repository.refresh();
  repository.publish(2);
  await assert.rejects(repository.refresh(), /rollback/);
  const holders = repository.keys.root;
  repository.keys.timestamp = [newKey()];
  repository.files["2.root.json"] = signed(repository.rootOf(2), ...holders);
  repository.publish(2);
  assert.equal((await repository.refresh()).timestamp.version, 2);
});

test("targets by a revoked key are forgotten with the root that revokes it", async () => {
  const repository = new Repository();
  await repository.refresh();
  repository.keys.targets = [newKey()];
  repository.files["2.root.json"] = signed(repository.rootOf(2), ...repository.keys.root);
  await assert.rejects(repository.refresh());
  assert.equal(repository.stored.targets, undefined);
  repository.publish(2);
  assert.equal((await repository.refresh()).targets.version, 2);
});

test("an update that breaks off keeps what it has verified, and does not go back", async () => {
  const repository = new Repository();
  const before = { ...repository.files };
  await repository.refresh();
  repository.publish(2);
  const snapshot = repository.files["2.snapshot.json"];
  delete repository.files["2.snapshot.json"];
  await assert.rejects(repository.refresh());
  const trusted = Object.entries(repository.stored).map(([role, text]) => [role, JSON.parse(text).signed.version]);
  assert.deepEqual(Object.fromEntries(trusted), { root: 1, timestamp: 2, snapshot: 1, targets: 1 });
  repository.files = before;
  await assert.rejects(repository.refresh(), /rollback of timestamp/);
  repository.publish(2);
  repository.files["2.snapshot.json"] = snapshot;
  assert.equal((await repository.refresh()).targets.version, 2);
});

test("what is past its date is told, not refused", async () => {
  const repository = new Repository();
  repository.publish(2, { expires: "2026-11-23T12:00:00Z" });
  assert.equal((await repository.refresh()).targets.version, 2);
  assert.deepEqual(repository.late, ["timestamp", "snapshot", "targets"]);
});

for (const [what, text] of Object.entries({
  "not JSON": "<html>",
  deep: "[".repeat(8000) + "]".repeat(8000),
  empty: "",
  null: "null",
  "no signatures": '{"signed": {}}',
  "deep and signed": `{"signed": ${'{"a":'.repeat(1500)}1${"}".repeat(1500)}, "signatures": []}`,
}))
  test(`a timestamp that is ${what} is refused`, async () => {
    const repository = new Repository();
    await repository.refresh();
    const before = repository.stored;
    repository.files["timestamp.json"] = text;
    await assert.rejects(repository.refresh());
    assert.deepEqual(repository.stored, before);
  });

test("names of JavaScript's own are no keys, roles or files", async () => {
  const repository = new Repository();
  for (const name of ["__proto__", "constructor", "toString"]) {
    const timestamp = JSON.parse(repository.files["timestamp.json"]);
    timestamp.signatures = [{ keyid: name, sig: "00" }];
    repository.files["timestamp.json"] = JSON.stringify(timestamp);
    await assert.rejects(repository.refresh(), /threshold/);
  }
});

test("numbers that JavaScript rounds, and fractions, are refused", () => {
  assert.throws(() => canonical({ version: 2 ** 53 }));
  assert.throws(() => canonical(1.5));
});

test("keys are sorted by code point", () => {
  assert.equal(canonical({ "\u{1f600}": 1, "\uff5e": 2 }), '{"\uff5e":2,"\u{1f600}":1}');
});

test("lengths and hashes are both asked for", async () => {
  const bytes = encode("signed");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await matches(bytes, { length: 6, hashes: { sha256 } });
  await assert.rejects(matches(bytes, { length: 7, hashes: { sha256 } }));
  await assert.rejects(matches(encode("signer"), { length: 6, hashes: { sha256 } }));
  await assert.rejects(matches(bytes, { hashes: { md5: "00" } }));
});
