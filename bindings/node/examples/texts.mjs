// De-identifies texts, shows what was found and why, and puts the originals back.
import { deidentifyConversation, deidentifySync, explain, findSync, reidentify } from '../index.mjs'

const text = "It's Ann Lee, ann.lee@example.org. Call me on +1 415-555-0134."
console.log(deidentifySync(text))
for (const { start, end, entityType, score } of findSync(text)) console.log(entityType, score, text.slice(start, end).length)
for (const { recognizer, decision } of await explain(text)) console.log(recognizer, decision)

// Equal values get equal tokens within a conversation.
const { conversation, tokenMap, audit } = await deidentifyConversation([text, 'Did you write to ann.lee@example.org?'])
const clean = conversation.messages.map(({ content }) => content)
console.log(clean, audit)
console.log(reidentify(clean, tokenMap)[0] === text)
