#!/usr/bin/env node
/**
 * The reader's TUF core as a command, for TUF's public conformance suite (docs/reader.md says how to run it).
 *
 * Only here, not in readers' browsers: files on disk, RSA and ECDSA keys, delegations. Editions use none of them.
 */
import { createHash, createPublicKey, verify, constants } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { decode, matches, refresh, targetsRole, verifies } from "../../src/skaryna/theme/scripts/tuf.mjs";

const MAX_DELEGATIONS = 32;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "metadata-dir": { type: "string" },
    "metadata-url": { type: "string" },
    "target-name": { type: "string", multiple: true },
    "target-base-url": { type: "string" },
    "target-dir": { type: "string" },
  },
});
const withSlash = (url) => (url.endsWith("/") ? url : url + "/");
const fileOf = (role) => path.join(options["metadata-dir"], encodeURIComponent(role) + ".json");
const storedText = (role) => (fs.existsSync(fileOf(role)) ? decode(fs.readFileSync(fileOf(role))) : undefined);

async function get(base, name, most) {
  const answer = await fetch(base + name);
  if (!answer.ok) throw Object.assign(Error(`${answer.status} ${name}`), { absent: [403, 404].includes(answer.status) });
  const parts = [];
  let bytes = 0;
  for await (const part of answer.body) {
    bytes += part.length;
    if (bytes > most) throw Error(`${name} is longer than ${most}`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function verifiesAny(key, sig, bytes) {
  if (key.keytype === "ed25519") return verifies(key, sig, bytes);
  const signature = Buffer.from(sig, "hex");
  const publicKey = createPublicKey(key.keyval.public);
  if (key.scheme.startsWith("ecdsa-sha2-")) return verify("sha256", bytes, publicKey, signature);
  if (key.scheme !== "rsassa-pss-sha256") return false;
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify("sha256", bytes, { key: publicKey, ...padding }, signature);
}

const door = {
  now: Date.now(),
  verifies: verifiesAny,
  get: (name, most) => get(withSlash(options["metadata-url"]), name, most),
  save(parts) {
    for (const [role, text] of Object.entries(parts)) {
      if (text === undefined) fs.rmSync(fileOf(role), { force: true });
      else {
        fs.writeFileSync(fileOf(role) + ".new", text);
        fs.renameSync(fileOf(role) + ".new", fileOf(role));
      }
    }
  },
  late(role) {
    throw Error(`${role} is past its date`);
  },
};

/** A pattern of a delegation: `*` and `?` never match a slash. */
function fits(pattern, name) {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, "[^/]*").replace(/\?/g, "[^/]")}$`, "s").test(name);
}

function rolesFor(delegations, name) {
  const hash = createHash("sha256").update(name).digest("hex");
  const succinct = delegations.succinct_roles;
  if (succinct) {
    const bin = parseInt(hash.slice(0, 8), 16) >>> (32 - succinct.bit_length);
    const width = ((1 << succinct.bit_length) - 1).toString(16).length;
    return [{ ...succinct, name: `${succinct.name_prefix}-${bin.toString(16).padStart(width, "0")}` }];
  }
  return delegations.roles.filter(
    (role) =>
      role.paths?.some((pattern) => fits(pattern, name)) ||
      role.path_hash_prefixes?.some((prefix) => hash.startsWith(prefix)),
  );
}

/** Walk the delegations in order (5.6.7); a role is verified anew for each role that delegates to it. */
async function find(trusted, name, loaded) {
  const todo = [{ name: "targets", targets: trusted.targets }];
  const visited = new Set();
  while (todo.length && visited.size <= MAX_DELEGATIONS) {
    const { name: role, keys, rule, parent, targets } = todo.pop();
    if (visited.has(role)) continue;
    const key = JSON.stringify([parent, role]);
    const signed = targets ?? loaded.get(key) ?? (await targetsRole(door, storedText(role), role, keys, rule, trusted));
    loaded.set(key, signed);
    if (Object.hasOwn(signed.targets, name)) return signed.targets[name];
    visited.add(role);
    const children = signed.delegations ? rolesFor(signed.delegations, name) : [];
    const last = children.findIndex((child) => child.terminating);
    if (last >= 0) todo.length = 0;
    const reachable = last >= 0 ? children.slice(0, last + 1) : children;
    for (const child of reachable.reverse())
      todo.push({ name: child.name, keys: signed.delegations.keys, rule: child, parent: role });
  }
  throw Error(`${name} is not in the signed targets`);
}

async function download(trusted, name, loaded) {
  const target = await find(trusted, name, loaded);
  const place = path.join(options["target-dir"], encodeURIComponent(name));
  const isRight = (bytes) => matches(bytes, target).then(() => true, () => false);
  if (fs.existsSync(place) && (await isRight(fs.readFileSync(place)))) return;
  let url = name;
  if (trusted.root.consistent_snapshot) {
    const at = name.lastIndexOf("/") + 1;
    url = `${name.slice(0, at)}${Object.values(target.hashes)[0]}.${name.slice(at)}`;
  }
  const bytes = await get(withSlash(options["target-base-url"]), url, target.length);
  await matches(bytes, target);
  fs.writeFileSync(place, bytes);
}

async function main() {
  const [command, file] = positionals;
  if (command === "init") {
    fs.copyFileSync(file, fileOf("root"));
    return;
  }
  const roles = ["root", "timestamp", "snapshot", "targets"];
  const trusted = await refresh(Object.fromEntries(roles.map((role) => [role, storedText(role)])), door);
  const loaded = new Map();
  if (command === "download") for (const name of options["target-name"]) await download(trusted, name, loaded);
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
