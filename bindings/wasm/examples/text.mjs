/** Removes personal data from texts, and puts it back.
 *
 *     node examples/text.mjs
 */
import { Engine, deidentifyText, find, init, reidentify } from "@foundry/wasm";

await init();

const text = "Hi, this is Ann Example, write to ann@example.com or call +1 212 555 0123.";
for (const { start, end, entityType } of find(text)) console.log(entityType, text.slice(start, end));

const { text: clean, tokenMap } = deidentifyText(text);
console.log(clean);
if (reidentify(clean, tokenMap) !== text) throw new Error("the way back leads elsewhere");

// Settings compiled once, for many texts.
const engine = new Engine({ piiSettings: { operators: { EMAIL_ADDRESS: { type: "redact" } } } });
console.log(engine.deidentify(["Mail ann@example.com", "No personal data here"]));
