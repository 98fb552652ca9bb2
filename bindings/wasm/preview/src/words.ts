/** What codes are called on the page. */

const ENTITY: Record<string, string> = {
  PERSON: "Person",
  EMAIL_ADDRESS: "E-mail address",
  PHONE_NUMBER: "Phone number",
  CREDIT_CARD: "Card number",
  IBAN_CODE: "IBAN",
  IP_ADDRESS: "IP address",
  MAC_ADDRESS: "MAC address",
  URL: "Link",
  API_KEY: "API key",
  US_SSN: "US social security number",
  US_ITIN: "US taxpayer number",
  DATE_OF_BIRTH: "Date of birth",
  DATE_TIME: "Date",
  DENY_LIST: "Deny list",
};

/** An entity type in words: `STREET_ADDRESS` → `Street address`. */
export function entityName(type: string): string {
  return ENTITY[type] ?? sentence(type.toLowerCase());
}

const REASON: Record<string, string> = {
  too_few_messages: "too few messages",
  too_few_words: "too few words",
  before_date_range: "too old",
  after_date_range: "too new",
  no_timestamp: "no time known",
  status_excluded: "status not wanted",
  missing_role: "a side never speaks",
  no_assistant_turn: "no answer of an agent",
  no_user_turn: "no message of a customer",
  auto_reply: "automatic reply",
  out_of_office: "absence notice",
  chat_event: "line of the chat window",
  ticket_note: "note of the help desk",
  quoted_reply: "quoted reply",
  forwarded_header: "forwarded header",
  signature: "signature",
  app_footer: "app footer",
  disclaimer: "disclaimer",
  nothing_written: "nothing written",
};

/** A reason code in words. */
export function reasonName(code: string): string {
  return REASON[code] ?? code.replaceAll("_", " ");
}

export const FORMATS: Record<string, { name: string; about: string }> = {
  jsonl_conversation: { name: "OpenAI chat", about: "One conversation a line, as OpenAI fine-tuning takes it" },
  jsonl_qa: { name: "Question and answer", about: "One question and its answer a line" },
  json_raw: { name: "JSON", about: "The conversations as they are, one array" },
  jsonl_sharegpt: { name: "ShareGPT", about: "LLaMA-Factory, Axolotl and others" },
  jsonl_alpaca: { name: "Alpaca", about: "Instruction, input, output" },
  jsonl_prompt_completion: { name: "Prompt and completion", about: "TRL, one answer a line" },
  jsonl_anthropic: { name: "Claude on Bedrock", about: "Amazon Bedrock, Anthropic models" },
  jsonl_nova: { name: "Nova on Bedrock", about: "Amazon Bedrock, Nova models" },
  jsonl_gemini: { name: "Gemini on Vertex AI", about: "Google Vertex AI tuning" },
  jsonl_mistral: { name: "Mistral", about: "Mistral fine-tuning" },
  jsonl_together: { name: "Together", about: "Together fine-tuning" },
  chunks: { name: "Passages", about: "Pieces for retrieval" },
  jsonl_dpo: { name: "Preferences", about: "Chosen and rejected answers" },
  parquet: { name: "Parquet", about: "A table as the Hugging Face Hub shows it" },
};

export const POLICIES: Record<string, string> = {
  standard: "Standard",
  strict: "Strict",
  hipaa_safe_harbor: "HIPAA Safe Harbor",
  pci: "PCI",
  gdpr: "GDPR",
  redaction_points: "Last four and domain",
};

export const TARGETS: { value: string; label: string }[] = [
  { value: "content", label: "Message text" },
  { value: "conversation_id", label: "Conversation" },
  { value: "sender_role", label: "Who speaks (role)" },
  { value: "sender_id", label: "Sender" },
  { value: "timestamp", label: "Time" },
  { value: "status", label: "Status" },
  { value: "custom", label: "Further field" },
  { value: "ignore", label: "Not used" },
];

export const OPERATORS: { value: string; label: string }[] = [
  { value: "replace", label: "Numbered token" },
  { value: "redact", label: "Nothing" },
  { value: "mask", label: "Stars, last 4 stay" },
  { value: "hash", label: "Keyed hash" },
  { value: "surrogate", label: "Realistic stand-in" },
  { value: "generalize", label: "Coarser value" },
  { value: "keep", label: "Stays as it is" },
];

const EVIDENCE: Record<string, string> = {
  model: "The name model read it as one",
  shape: "It has the shape of one",
  cue: "A word beside it says so",
  checked: "Its check digits are right",
  caller: "A rule of these settings names it",
  known: "It stands in a personal column of this conversation",
};

/** Why something was found, in words. */
export function evidence(rank: string): string {
  return EVIDENCE[rank] ?? rank;
}

const DECISION: Record<string, string> = {
  allow_list: "stays: it is on the allow list",
  below_min_score: "stays: not sure enough",
  kept: "stays: its operator keeps it",
};

export function decision(code: string): string {
  return DECISION[code] ?? code.replaceAll("_", " ");
}

export const ROLES = { customer: "Customer", agent: "Agent", system: "System" } as const;

export function sentence(code: string): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const WHOLE = new Intl.NumberFormat("en");
/** A count with separators. */
export const count = (value: number): string => WHOLE.format(value);
/** A count with its noun: `1 row`, `2,000 rows`. */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

export function bytes(value: number): string {
  if (value < 1024) return `${value} bytes`;
  const power = Math.min(3, Math.floor(Math.log2(value) / 10));
  return `${(value / 1024 ** power).toFixed(value / 1024 ** power < 10 ? 1 : 0)} ${["", "kB", "MB", "GB"][power]}`;
}
