/** Made-up conversations, the same at every run. */

const FIRST = ["Ann", "Bruno", "Carla", "Deniz", "Emre", "Fatima", "Gustav", "Hanna", "Ines", "Jonas"];
const LAST = ["Example", "Sample", "Muster", "Exemple", "Ejemplo", "Esempio", "Voorbeeld", "Probe"];
const ASKED = [
  "Hello, this is NAME. My order has not come, you can write to MAIL.",
  "Hi, I was charged twice, please call me on PHONE. Thanks, NAME",
  "The router keeps losing the connection every evening, what can I do?",
  "Can you send the invoice to MAIL again? The address has changed.",
];
const ANSWERED = [
  "Thank you for your patience, I am looking into it right now.",
  "I have sent it again to MAIL, it should be there within the hour.",
  "Could you restart the router and tell me what the light does?",
  "Sorry for the trouble, NAME. The refund is on its way.",
];

/** So many rows, four to a conversation. */
export function* conversations(rows) {
  for (let row = 0; row < rows; row++) {
    const conversation = Math.floor(row / 4);
    const name = `${FIRST[conversation % FIRST.length]} ${LAST[conversation % LAST.length]}`;
    const texts = row % 2 === 0 ? ASKED : ANSWERED;
    const message = texts[(conversation + row) % texts.length]
      .replace("NAME", name)
      .replace("MAIL", `${name.toLowerCase().replace(" ", ".")}${conversation}@example.com`)
      .replace("PHONE", `+1 212 555 01${String(conversation % 100).padStart(2, "0")}`);
    const time = new Date(1_735_689_600_000 + row * 60_000).toISOString();
    yield { ticket_id: `T-${conversation}`, role: row % 2 === 0 ? "customer" : "agent", author: row % 2 === 0 ? name : "Support", created_at: time, message };
  }
}

/** Rows as a CSV file. */
export function csv(rows) {
  const lines = [];
  for (const row of rows) {
    if (lines.length === 0) lines.push(Object.keys(row).join(","));
    lines.push(Object.values(row).map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  }
  return `${lines.join("\n")}\n`;
}
