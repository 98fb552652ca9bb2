/** The calls of the shared cases, made on the package: the same in Node and in a browser. */

const encoder = new TextEncoder();
const bytesOf = (file) => (file.text !== undefined ? encoder.encode(file.text) : Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0)));
const named = (file) => ({ name: file.name, data: bytesOf(file) });
const pii = (config) => ({ piiSettings: config });
const EPOCH = "1970-01-01T00:00:00Z";

export const callsOf = (foundry) => ({
  find: (config, { text, offsets = "bytes" }) => ({ spans: foundry.find(text, pii(config), offsets) }),
  deidentify_text(config, { text }) {
    const done = foundry.deidentifyText(text, pii(config));
    // One result by every way in.
    same(foundry.deidentify(text, pii(config)), done.text);
    same(foundry.deidentify([text], pii(config))[0], done.text);
    return done;
  },
  deidentify_conversation: (config, given) => foundry.deidentifyConversation(given, pii(config)),
  reidentify: (_, { text, tokenMap, encryptionKey }) => ({ text: foundry.reidentify(text, tokenMap, encryptionKey) }),
  read: (config, given) => foundry.read(named(given), { source: config }),
  detect_mapping: (_, given) => foundry.detectMapping(named(given)),
  map: (config, given) => foundry.mapMessages(named(given), config),
  clean(config, { text }) {
    const done = foundry.clean(text, { cleanSettings: config });
    const part = ({ start, end }) => text.slice(start, end).trim();
    const removed = done.removed.map((removed) => ({ reason: removed.reason, text: part(removed) }));
    return { ...done, removed, flagged: done.flagged.map(part) };
  },
  filter: (config, { conversation, now = EPOCH }) => ({
    reason: foundry.filterReason(conversation, { filterSettings: config }, now),
  }),
  export(config, { conversations }) {
    const { output, counts } = foundry.export(conversations, { ...config, piiSettings: { enabled: false } });
    return { output: new TextDecoder("utf-8", { ignoreBOM: true }).decode(output), counts };
  },
  validate: (config, { text }) => foundry.validate({ name: "text", data: text }, config.format),
  evaluate: ({ labelMap, piiSettings = {} }, { lines, predictions, offsets = "bytes" }) =>
    foundry.evaluate(lines, pii(piiSettings), { predictions, labelMap, offsets }).report,
  report(config, { files, now = EPOCH, report }) {
    const { data, html } = foundry.report(files.map(named), config, { now, ...report });
    if (!html.startsWith("<!doctype html>")) throw new Error("no page");
    return data;
  },
  process(config, { files, now = EPOCH }) {
    const parts = [];
    const manifest = foundry.process(files.map(named), { train: (bytes) => parts.push(bytes) }, config, { now });
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return { output: parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode(), manifest };
  },
});

function same(a, b) {
  if (a !== b) throw new Error(`two ways gave two results: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
}

/** The first place where `actual` does not hold what `expect` asks for, as in `tests/src/compare.rs`. */
export function difference(expect, actual, path = "result") {
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject(expect) && isObject(actual)) {
    for (const [key, wanted] of Object.entries(expect)) {
      if (!(key in actual) && wanted !== null) return `${path}.${key}: is not there`;
      const found = difference(wanted, actual[key] ?? null, `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  if (Array.isArray(expect) && Array.isArray(actual)) {
    for (let at = 0; at < Math.min(expect.length, actual.length); at++) {
      const found = difference(expect[at], actual[at], `${path}[${at}]`);
      if (found) return found;
    }
    return expect.length === actual.length ? null : `${path}: expected ${expect.length} elements, got ${actual.length}`;
  }
  return expect === actual ? null : `${path}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(actual)}`;
}

/** Runs one case; gives what is wrong, or `null`. */
export function runCase(foundry, { call, config = {}, input, expect, expectError }) {
  const calls = callsOf(foundry);
  try {
    const result = calls[call](config, input);
    return expectError ? `expected the error ${expectError}, got a result` : difference(expect, result);
  } catch (thrown) {
    if (!(thrown instanceof foundry.FoundryError)) return `threw ${thrown?.stack ?? thrown}`;
    return thrown.code === expectError ? null : `expected ${expectError ?? "a result"}, got the error ${thrown.code}: ${thrown.message}`;
  }
}
