/**
 * The JSON shapes that cross between the core and its hosts, once for Node and WASM: results by hand, settings from the
 * JSON Schema of the core (`tests/it/types.rs` checks both halves, `UPDATE_TYPES=1` writes the second anew).
 *
 * Offsets count UTF-16 code units, as JavaScript strings do; `[start, end)`. Times are RFC 3339 in UTC.
 */

/** How strong the kind of evidence behind a finding is; a later one wins an overlap. */
export type Rank = "model" | "shape" | "cue" | "checked" | "caller" | "known";

/** One place of personal data in a text. Holds no text. */
export interface Finding {
  /** Where it begins. */
  start: number;
  /** One past its end. */
  end: number;
  /** What it is: the entity type, or the token of a custom pattern. */
  entityType: string;
  /** How sure the recognizer is, 0.0 to 1.0. */
  score: number;
  rank: Rank;
  /** Which rule fired. */
  recognizer: string;
}

/** A finding with its reasons, and what became of it. */
export interface Explanation extends Finding {
  /** Where it comes from: `column`, `pattern`, `word_list` … */
  source: string;
  /** What checking it gave. */
  validator: string;
  /** Where the word stands that gave the cue. */
  cue?: { start: number; end: number };
  /** `found`, `found_over_allow_list`, `kept`, `allow_list`, `below_min_score`, `inside_token`, `lost_overlap_to …` */
  decision: string;
}

/** A text without its personal data. */
export interface DeidentifiedText {
  text: string;
  /** Token → original, in order of first appearance: personal data. */
  tokenMap: Record<string, string>;
}

/** One message of a conversation. */
export interface Message {
  role: SenderRole;
  content: string;
  senderId?: string;
  timestamp?: string;
  /** Further mapped fields, name and value. */
  custom?: [string, string][];
}

/** A value that is known to be personal, to be removed from all text of its conversation. */
export interface KnownValue {
  entityType: EntityType;
  value: string;
  /** Which party of the conversation it belongs to. */
  party?: number;
}

/** A conversation: messages by time. */
export interface Conversation {
  id: string;
  status?: string;
  messages: Message[];
  knownValues?: KnownValue[];
  /** The input row of the first message; 0 where there is no file. */
  firstRow?: number;
}

/** What the leak audit did. */
export interface AuditCounts {
  /** Original values that were searched for. */
  checked: number;
  /** Survivors that were found and replaced. */
  rescued: number;
  /** Survivors in the written bytes: 0, or there is no export. */
  residual: number;
}

/** A conversation without its personal data, audited. */
export interface DeidentifiedConversation {
  conversation: Conversation;
  /** Token → original, in order of first appearance: personal data. */
  tokenMap: Record<string, string>;
  audit: AuditCounts;
  /** Findings by entity type. */
  findings: Record<string, number>;
}

/** A part of a text that cleaning cut, or that stays and is reported. */
export interface CleanedPart {
  start: number;
  end: number;
  /** `quoted_reply`, `forwarded_header`, `signature`, `app_footer`, `disclaimer`, `chat_event`, `ticket_note`, `placeholder` */
  reason: string;
}

/** What is left of a message. */
export interface CleanedText {
  text: string;
  removed: CleanedPart[];
  /** Placeholders that nobody filled and that stay. */
  flagged: CleanedPart[];
  /** What the whole message is, where no person wrote it. */
  kind: MessageKind | null;
}

/** Something odd in an input, or a row that was left out. Holds no value of the data. */
export interface Warning {
  /** Stable code, such as `ragged_row`. */
  code: string;
  file?: string;
  row?: number;
  column?: string;
  message: string;
  /** Whether its row was left out. */
  rejected: boolean;
}

/** A column of a file. */
export interface Column {
  name: string;
  /** What its first values look like. */
  type: string;
  /** The first different values: data of the file. */
  samples: string[];
}

/** What a file holds: its format, its columns and what they mean. */
export interface Inspection {
  file: string;
  format: FileFormat | null;
  /** How it is read, complete. */
  source: ReadOptions;
  columns: Column[];
  /** Of the columns, for `rememberedMappings`. */
  fingerprint: string;
  /** The export that is known by its columns, such as `Zendesk tickets with their comments`. */
  product: string | null;
  mappings: FieldMapping[];
  mappingOptions: MappingOptions;
  /** What a person should look at in the mapping. */
  warnings: Warning[];
  /** Remarks on the bytes. */
  notes: Warning[];
}

/** A file as it stands: a cell is its text or `null`. */
export interface Rows {
  columns: string[];
  types: string[];
  rows: (string | null)[][];
  warnings: Warning[];
  /** How it is read, complete. */
  options: ReadOptions;
}

/** A row as a message. */
export interface MappedMessage {
  /** The id, or what stands for it. */
  conversation: string | { row: number } | { sender: string } | { file: true };
  row: number;
  role: SenderRole;
  content: string;
  senderId: string | null;
  timestamp: string | null;
  status: string | null;
  custom: Record<string, string>;
  known: { entityType: EntityType | null; value: string }[];
}

/** The rows of a file as messages. */
export interface MappedMessages {
  messages: MappedMessage[];
  warnings: Warning[];
}

/** A conversation as the format `json_raw` writes it. */
export interface RawConversation {
  messages: { role: SenderRole; content: string; [key: string]: unknown }[];
  [key: string]: unknown;
}

/** One conversation as it came and as it would be written. */
export interface PreviewPair {
  before: RawConversation;
  after: RawConversation;
  /** What cleaning cut: the place of the message, the reason, the text. */
  cut: { message: number; reason: string; text: string }[];
}

/** The first conversations of a file before and after: data of the file. */
export interface Preview {
  conversations: PreviewPair[];
  /** The account of all that was looked at. */
  manifest: Manifest;
}

/** What a report shows beyond figures. */
export interface ReportSettings {
  /** Conversations to show, up to 50; 4 if absent. */
  samples: number;
  /** Whether they are shown as they were, too: personal data. */
  originals: boolean;
  /** What is added to UTC for days and hours, such as `+02:00`. */
  utcOffset?: string;
}

/** What the figures of a report say. */
export interface Insight {
  /** A stable name: `peak_hours`. */
  code: string;
  level: "look" | "good" | "know";
  text: string;
  /** What to do about it. */
  next?: string;
  /** The numbers in it. */
  figures: Record<string, number>;
}

/** A chart: every series has one value for each category. */
export interface Chart {
  /** A stable name: `messages_by_day`. */
  id: string;
  section: "conversations" | "personal_data" | "data_set" | "warnings";
  title: string;
  /** What there is to see, in a sentence. */
  summary: string;
  kind: "columns" | "bars" | "share" | "heat";
  /** What a category is, and what is counted, in the singular. */
  category: string;
  unit: string;
  categories: string[];
  series: { name: string; values: number[] }[];
}

/** A conversation as a report shows it. */
export interface Sample {
  /** The number of its input, from 0. */
  input: number;
  /** The row of its first message; 0 where the input has none. */
  row: number;
  /** Why a filter left it out. */
  leftOut?: string;
  messages: { role: SenderRole; text: string; original?: string; cut: boolean }[];
  moreMessages: number;
}

/** What conversations are like and what a run made of them. Holds personal data only if it says so. */
export interface ReportData {
  reportVersion: number;
  holdsPersonalData: boolean;
  /** Most pressing first. */
  insights: Insight[];
  charts: Chart[];
  figures?: Record<string, unknown>;
  samples: Sample[];
  manifest: Manifest;
}

/** How far a run is. */
export interface Progress {
  /** `read` (reading, mapping, grouping), then `process` (de-identifying, filtering, exporting). */
  phase: "read" | "process";
  bytesRead: number;
  bytesTotal: number | null;
  rowsRead: number;
  conversationsDone: number;
  /** 0 while reading. */
  conversationsTotal: number;
  recordsWritten: number;
}

/** What cleaning cut, and which messages it left out. */
export interface CleanCounts {
  changed: number;
  removed: Record<string, number>;
  removedBytes: number;
  placeholders: number;
  kinds: Record<string, number>;
  dropped: Record<string, number>;
}

/** What an export wrote, changed and dropped. */
export interface ExportCounts {
  records: number;
  conversations: number;
  messages: number;
  changes: Record<string, number>;
  dropped: Record<string, number>;
  /** Tokens of all examples, where the settings ask to count them. */
  tokens?: number;
  largestExample?: number;
}

/** Counts at every stage of a run; they add up. */
export interface StageCounts {
  rowsRead: number;
  rowsMapped: number;
  rowsRejected: number;
  messages: number;
  clean: CleanCounts;
  conversations: number;
  kept: number;
  filtered: number;
  filteredByReason: Record<string, number>;
  export: ExportCounts;
}

/** What went into each part of a split, and the proof that nothing crosses. */
export interface SplitReport {
  parts: Record<
    "train" | "validation" | "test",
    { conversations: number; customers: number; examples: number; bytes: number; sha256: string }
  >;
  crossingConversations: number;
  crossingCustomers: number;
  crossingExamples: number;
  customersKnown: boolean;
}

/** Tokens of what was written, and what training on them costs. */
export interface TokenSummary {
  tokenizer: Tokenizer;
  total: number;
  largestExample: number;
  costs: { model: string; usdPerMillion: number; usd: number }[];
  pricesAsOf: string;
}

/** The account of one run. Holds no personal data. */
export interface Manifest {
  manifestVersion: number;
  engine: string;
  createdAt: string;
  inputs: { name: string; bytes: number; sha256: string; source: ReadOptions; mappings: FieldMapping[] }[];
  /** The data set; of a split the training data. */
  output: { format: ExportFormat; bytes: number; sha256: string };
  splits?: SplitReport;
  tokens?: TokenSummary;
  /** The settings; lists that may hold names are given by their size, keys are absent. */
  config: Record<string, unknown>;
  configSha256: string;
  counts: StageCounts;
  deidentified: boolean;
  /** Findings by entity type. */
  findings: Record<string, number>;
  leakAudit: AuditCounts;
  /** The first warnings; `warningCounts` counts all. */
  warnings: Warning[];
  warningCounts: Record<string, number>;
}

/** One breach of a format's rules. */
export interface Problem {
  /** From 1; 0 is the file as a whole. */
  line: number;
  field: string;
  rule: string;
  message: string;
  remedy: string;
  /** Whether the service only advises against it. */
  warning: boolean;
}

/** Whether a file keeps the rules of its format. */
export interface ValidationReport {
  valid: boolean;
  records: number;
  /** The first problems; `problemCount` counts all. */
  problems: Problem[];
  problemCount: number;
}

/** Precision and recall; `null` where there is nothing to divide by. */
export interface Scores {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  f2: number | null;
}

/** How well one entity type is found. */
export interface TypeReport {
  labelled: number;
  found: number;
  spurious: number;
  strict: Scores;
  partial: Scores;
  characters: Scores;
  blindCharacterRecall: number | null;
  leaked: number;
  missed: number;
  leakRate: number | null;
  missedRate: number | null;
  fullCoverageRate: number | null;
}

/** How good findings are on labelled texts. */
export interface EvaluationReport {
  lines: number;
  overall: TypeReport;
  entityTypes: Record<string, TypeReport>;
  languages: Record<string, TypeReport>;
  cleanLines: { lines: number; touched: number; touchedShare: number | null };
  tokenConsistency: { values: number; split: number; merged: number; errors: number };
  residualValues: { values: number; residual: number; residualShare: number | null };
  labels: Record<string, { standsFor: string | null; labelled: number; found: number }>;
  leftOut: number;
}

/** A place that is wrong. */
export interface Fault {
  /** The labelled line, from 1. */
  line: number;
  kind: string;
  entityType: string;
  start: number;
  end: number;
}

/** A labelled text; a line of a labelled file. */
export interface LabelledText {
  id?: string | number | null;
  text: string;
  spans: { start: number; end: number; label?: string; entityType?: string }[];
  language?: string;
  knownValues?: KnownValue[];
}

/** The stable code of an error, equal in every language. */
export type ErrorCode =
  | "invalid_config"
  | "invalid_format"
  | "unsupported"
  | "invalid_encoding"
  | "limit_exceeded"
  | "unknown_column"
  | "no_content_column"
  | "invalid_mapping"
  | "invalid_pattern"
  | "residual_personal_data"
  | "unknown_token"
  | "cancelled"
  | "io_error";

// Settings, from the JSON Schema of the core.

/**
 * The settings of a run, in JSON (camelCase) or TOML; also the `config_snapshot` of a job. Everything absent is
 * found out or has its default. Unknown keys are refused with the nearest name.
 */
export interface PipelineConfig {
  /** Cleaning of message bodies. */
  cleanSettings?: CleanSettings;
  /** What goes into each example. */
  exportConfig?: ExportConfig;
  /** The export format. */
  exportFormat?: ExportFormat;
  /** Filters. */
  filterSettings?: FilterSettings;
  /** What steers mapping beyond the columns. */
  mappingOptions?: MappingOptions;
  /** Which column means what; found out from each input if empty. */
  mappings?: FieldMapping[];
  /** De-identification. */
  piiSettings?: PiiSettings;
  /**
   * Mappings that a person confirmed, each for inputs with the same columns; asked where `mappings` is empty, before
   * anything is found out.
   */
  rememberedMappings?: RememberedMapping[];
  /** How the inputs are read. */
  source?: ReadOptions;
}

/** What the card says that only its author knows. */
export interface CardSettings {
  /** Who made it. */
  creator?: string;
  /** What it is, in a few sentences. */
  description?: string;
  /** The languages, as ISO 639-1 codes. */
  languages?: string[];
  /** The licence, as the Hub spells it: `cc-by-4.0`, `apache-2.0`, `other` (if empty) … */
  license?: string;
  /** The name of the data set; `Support conversations` if empty. */
  name?: string;
  /** Words to find it by. */
  tags?: string[];
  /** Where it will be found. */
  url?: string;
}

/**
 * Which parts of a message are cut. Everything is on by default that loses nothing of what the person wrote; a
 * message of which nothing would be left stays as it was.
 */
export interface CleanSettings {
  /** Cut lines of mail programs and scanners: `Sent from my iPhone`, `Virus-free`, `Get Outlook for iOS`. */
  appFooters?: boolean;
  /** Cut lines of a chat window: `You are now chatting with …`, `… joined the chat`, `Chat ended`. */
  chatEvents?: boolean;
  /** Cut confidentiality notices, legal footers, lines about unsubscribing and banners about external senders. */
  disclaimers?: boolean;
  /** Whole messages of these kinds are left out of their conversation. */
  dropMessages?: MessageKind[];
  /** Whether messages are cleaned at all. */
  enabled?: boolean;
  /** Cut the header of a forwarded message; what was forwarded stays. */
  forwardedHeaders?: boolean;
  /** What is done with placeholders of a template that nobody filled. */
  placeholders?: PlaceholderAction;
  /**
   * Cut what a reply quotes: `On … wrote:`, lines behind `>`, header blocks of Outlook, what stands below
   * "reply above this line". Answers between quoted lines stay.
   */
  quotedReplies?: boolean;
  /** Cut closing formula, name and contact block, and what stands below `-- `. */
  signatures?: boolean;
  /** Cut notes of the help desk, such as "ticket merged". */
  ticketNotes?: boolean;
}

/** How sure the detection is of a proposal. */
export type Confidence = "low" | "medium" | "high";

/** How rows without a conversation id form conversations. */
export type ConversationRule = { type: "row" } | { gapMinutes: number; type: "sender_gap" } | { type: "file" };

/** An own pattern: everything it matches becomes `[TOKEN_n]`. */
export interface CustomPattern {
  /** What it is for. */
  description?: string | null;
  /** The capture group that is personal; the whole match if absent. */
  group?: number | null;
  /** The regular expression (syntax of the `regex` crate: linear time, no look-around). At most 1 KiB. */
  pattern: string;
  /** The word of its token: `A-Z`, `0-9` and `_`, starting with a letter. */
  token: string;
}

/** Day and month in dates that could be read either way. */
export type DateOrder = "auto" | "day_first" | "month_first";

/** How much `generalize` leaves of a date. */
export type DatePrecision = "month" | "year";

/** A range of time in UTC: fixed, or rolling back from "now". Where both are given, all bounds hold. */
export interface DateRange {
  /** Last day (the whole day) or moment, inclusive. */
  end?: string | null;
  /**
   * `<n>days`, `<n>weeks`, `<n>months` or `<n>years` up to now, such as `6months`, from the start of that day. A day
   * that a month does not have becomes the month's last: six months before 31 August is 28 or 29 February.
   */
  rolling?: string | null;
  /** First day or moment, inclusive: `2024-01-31`, or RFC 3339 such as `2024-01-31T09:30:00Z`. */
  start?: string | null;
}

/** What becomes of conversations that repeat an earlier one. */
export type DuplicateRule = "keep" | "exact" | "near";

/** The character encoding of a text file. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export type EntityType = "PERSON" | "EMAIL_ADDRESS" | "PHONE_NUMBER" | "CREDIT_CARD" | "CREDIT_CARD_CVV" | "CREDIT_CARD_EXPIRY" | "IBAN_CODE" | "SWIFT_CODE" | "CRYPTO" | "IP_ADDRESS" | "MAC_ADDRESS" | "IMEI" | "DEVICE_ID" | "VEHICLE_ID" | "URL" | "API_KEY" | "PASSWORD" | "USERNAME" | "COORDINATES" | "DATE_OF_BIRTH" | "DATE_TIME" | "AGE" | "ORGANIZATION" | "LOCATION" | "STREET_ADDRESS" | "ID" | "ORDER_NUMBER" | "TICKET_NUMBER" | "TRACKING_NUMBER" | "ACCOUNT_NUMBER" | "MEDICAL_RECORD_NUMBER" | "HEALTH_PLAN_NUMBER" | "MEDICAL_LICENSE" | "US_SSN" | "US_ITIN" | "US_BANK_NUMBER" | "ABA_ROUTING_NUMBER" | "US_DRIVER_LICENSE" | "US_PASSPORT" | "US_MBI" | "US_NPI" | "US_ZIP_CODE" | "CA_SIN" | "UK_NHS" | "UK_NINO" | "UK_PASSPORT" | "UK_DRIVING_LICENCE" | "UK_BANK_ACCOUNT" | "UK_POSTCODE" | "UK_VEHICLE_REGISTRATION" | "IE_PPSN" | "AU_ABN" | "AU_ACN" | "AU_MEDICARE" | "AU_TFN" | "DE_BSNR" | "DE_FUEHRERSCHEIN" | "DE_HANDELSREGISTER" | "DE_HEALTH_INSURANCE" | "DE_ID_CARD" | "DE_KFZ" | "DE_LANR" | "DE_PASSPORT" | "DE_PLZ" | "DE_SOCIAL_SECURITY" | "DE_TAX_ID" | "DE_TAX_NUMBER" | "DE_VAT_ID" | "FR_NIR" | "ES_NIE" | "ES_NIF" | "ES_PASSPORT" | "IT_DRIVER_LICENSE" | "IT_FISCAL_CODE" | "IT_IDENTITY_CARD" | "IT_PASSPORT" | "IT_VAT_CODE" | "NL_BSN" | "PL_PESEL" | "SE_ORGANISATIONSNUMMER" | "SE_PERSONNUMMER" | "FI_PERSONAL_IDENTITY_CODE" | "PT_NIF" | "TR_NATIONAL_ID" | "TR_LICENSE_PLATE" | "IN_AADHAAR" | "IN_GSTIN" | "IN_PAN" | "IN_PASSPORT" | "IN_VEHICLE_REGISTRATION" | "IN_VOTER" | "SG_NRIC_FIN" | "SG_UEN" | "KR_BRN" | "KR_DRIVER_LICENSE" | "KR_FRN" | "KR_PASSPORT" | "KR_RRN" | "JP_MY_NUMBER" | "TH_TNIN" | "BR_CPF" | "BR_CNPJ" | "MX_CURP" | "MX_RFC" | "ZA_ID_NUMBER" | "NG_NIN" | "NG_VEHICLE_REGISTRATION" | "PH_TIN";

/** What goes into each example. */
export interface ExportConfig {
  /** What the data-set card says. */
  card?: CardSettings | null;
  /**
   * How many turns before the question are given as context (0 to 100). In `jsonl_qa` 0 leaves the `context` key
   * out; in `jsonl_prompt_completion` and `jsonl_dpo` 0 gives all turns before, at most 100.
   */
  contextWindow?: number;
  /** Whether the tokens of every example are counted, for the manifest and the estimate of costs. */
  countTokens?: boolean;
  /**
   * Whether id, status, times and custom fields are written too, de-identified. In `jsonl_conversation` they come
   * as a `metadata` key beside `messages`, which OpenAI takes but some services (Together) refuse; leave it off
   * for files that are to be uploaded. The formats of services that refuse other keys (`jsonl_anthropic`,
   * `jsonl_nova`, `jsonl_gemini`, `jsonl_mistral`, `jsonl_together`, `jsonl_dpo`) never carry it.
   */
  includeMetadata?: boolean;
  /** Whether each example carries the system prompt; `json_raw` and `chunks`, which show what was said, never do. */
  includeSystemPrompt?: boolean;
  /** What becomes of what the agent says first. `jsonl_qa` has a rule of its own: it is context, if there is a window. */
  leadingAgent?: LeadingAgentRule;
  /**
   * The most tokens of an example, system prompt and message overhead included; 0 for no limit. In `chunks` the
   * tokens of a passage, 512 if 0.
   */
  maxTokens?: number;
  /** What becomes of a conversation with more tokens. */
  overLimit?: OverLimit;
  /**
   * How many turns at the end of an example are repeated at the start of the next one of the same conversation
   * (0 to 100), where there is room; in `chunks` likewise. Repeated answers have `weight` 0 where the format knows
   * weights.
   */
  overlapTurns?: number;
  /** Prices in US dollars for a million training tokens, by model, over those of the built-in table. */
  prices?: Record<string, number>;
  /** Shares of validation and test data, and what decides; absent for one data set. */
  split?: SplitSettings | null;
  /** The system prompt; must not be blank where it is included. */
  systemPromptText?: string | null;
  /** How tokens are counted. */
  tokenizer?: Tokenizer;
}

/** The export format, by its name on the wire. */
export type ExportFormat = "jsonl_conversation" | "jsonl_qa" | "json_raw" | "jsonl_sharegpt" | "jsonl_alpaca" | "jsonl_prompt_completion" | "jsonl_dpo" | "jsonl_anthropic" | "jsonl_nova" | "jsonl_gemini" | "jsonl_mistral" | "jsonl_together" | "chunks" | "parquet";

/** Where the value of a standard field comes from. */
export interface FieldMapping {
  /** How sure the detection was. */
  confidence?: Confidence;
  /** What kind of personal value it is, if known; found out from each value if absent. */
  entityType?: EntityType | null;
  /** Whether the values are personal: they are then removed from all free text of the conversation. */
  isPii?: boolean;
  /** Why the detection proposes it. */
  reasons?: string[];
  /** For `content`: who speaks in this column, where a row holds a question and an answer. */
  role?: SenderRole | null;
  /** The column's name; may be absent only with a `constant` transform. */
  sourceField: string;
  /** The standard field. */
  targetField: StandardField;
  /** What is done to the value first. */
  transformRule?: TransformRules | null;
}

/** The format of an input file. */
export type FileFormat = "csv" | "xlsx" | "xlsb" | "xls" | "ods" | "json" | "ndjson" | "whatsapp" | "mbox";

/**
 * Which conversations stay.
 * The default keeps every honest conversation: it leaves out those in which a side is a machine, and those that are
 * hardly text at all. Whatever depends on what a data set is for (counts, dates, languages, repetition, duplicates) is
 * off until it is asked for. The order of the checks is that of `FilterReason::ALL`.
 */
export interface FilterSettings {
  /** The time in which the last message must lie. */
  dateRange?: DateRange | null;
  /**
   * Leave out conversations in which a side (or everybody) is a machine: all it writes are receipts and notices of
   * absence.
   */
  dropAutoReplies?: boolean;
  /**
   * Leave out conversations in which a side (or everybody) writes nothing but lines of a chat window, notes of the
   * help desk, quotes, signatures and footers.
   */
  dropBoilerplate?: boolean;
  /** What becomes of conversations that repeat an earlier one; the first always stays. */
  duplicates?: DuplicateRule;
  /**
   * The languages that stay, by ISO 639-1 (`en`) or 639-3 code (`eng`); empty for all. A conversation whose language
   * cannot be told for sure stays.
   */
  languages?: string[];
  /**
   * Leave out a conversation if every answer in it was given before in at least so many others that stay (1 and up):
   * macros and canned answers.
   */
  maxAnswerRepeats?: number | null;
  /** The largest number of messages of any role. */
  maxMessageCount?: number | null;
  /** The largest share of the text, from 0 to 1, that was personal data and was replaced. */
  maxPiiDensity?: number | null;
  /**
   * The largest share of the text, from 0 to 1, in lines that stood in the conversation before; judged from 50 words
   * on. 0.5 spares every chat that a person would call one.
   */
  maxRepeatedLines?: number | null;
  /**
   * The largest share of words, from 0 to 1, in runs of five that stood in the conversation before; judged from 50
   * words on. 0.6 spares every chat that a person would call one.
   */
  maxRepeatedWords?: number | null;
  /**
   * The largest share, from 0 to 1, that one side has of the words of customers and agents: above it, one side only
   * listens.
   */
  maxSideShare?: number | null;
  /** The largest number of words over all messages. */
  maxWordCount?: number | null;
  /** The least number of words that agents write in all; 0 for no rule. */
  minAgentWordCount?: number;
  /**
   * The least share of letters, from 0 to 1, among the characters that are no white space; judged from 40 such
   * characters on. Letters of all scripts count, tokens such as `[EMAIL_1]` as well; 0 for no rule.
   */
  minLetterShare?: number | null;
  /** The least number of messages of any role; 0 and 1 keep every conversation. */
  minMessageCount?: number;
  /** From which similarity of each side's text, 0.5 to 1, two conversations are near duplicates. */
  minSimilarity?: number;
  /** The least number of words (Unicode words over all messages; 0 for no rule). */
  minWordCount?: number;
  /** Whether an agent must have written something after something a customer wrote. */
  requireAnswer?: boolean;
  /** Roles that must have spoken at least once. */
  requireRoles?: SenderRole[];
  /** The ticket statuses that stay, compared without case; empty for all. */
  statusFilter?: string[];
}

/**
 * A column that tells internal notes: `{"field": "public", "when": false}`, `{"field": "private", "when": true}`, or by
 * its words, `{"field": "type", "values": ["note"]}`.
 */
export interface InternalNotes {
  /** The column. Values: `true`, `false`, `1`, `0`, yes and no in the languages that detection knows. */
  field: string;
  /** The words that mark a note, where the column holds no yes or no; compared without ASCII case. */
  values?: string[];
  /** The answer that marks a note; any other value, or none, marks no note. */
  when?: boolean;
}

/** What becomes of what the agent says before the first customer message. */
export type LeadingAgentRule = "trim" | "system" | "keep";

/** Rows that are left out: `{"field": "status", "values": ["draft", "scheduled"]}`. */
export interface LeaveOut {
  /** The column. */
  field: string;
  /** The values that leave a row out; compared trimmed and without ASCII case. */
  values: string[];
}

/** What steers mapping beyond the single columns. */
export interface MappingOptions {
  /**
   * Senders that are agents, as `sender_id` has them (trimmed, ASCII case aside); all other senders are customers.
   * Asked where no role column tells.
   */
  agentSenders?: string[];
  /** How rows without a conversation id form conversations. */
  conversations?: ConversationRule | null;
  /**
   * The column whose value names the customer, such as `requester_id`: a message is the customer's when its
   * `sender_id` equals it (trimmed, ASCII case aside) and the agent's when not. Asked where no role column tells.
   */
  customerField?: string | null;
  /** Day and month in dates such as `03/04/2024`. */
  dateOrder?: DateOrder;
  /** The role of a message whose role is not given or not understood; without it such a row is rejected. */
  defaultRole?: SenderRole | null;
  /** Which rows are notes that the team wrote for itself: they get the role `system`, whatever else is said. */
  internalNotes?: InternalNotes | null;
  /** Which rows are no messages of the conversation, such as drafts: they are left out, each with a warning. */
  leaveOut?: LeaveOut | null;
  /** Further words for roles in the role column: `{"rep": "agent"}`. Compared without case. */
  roleValues?: Record<string, SenderRole>;
  /** What one row holds; found out from the mappings if absent. */
  rowShape?: RowShape | null;
  /** Domains of the support team: a sender with such an address is the agent. */
  supportDomains?: string[];
  /** Added to times that name no zone: `+02:00`, `-05:00`, `Z`. UTC if absent. */
  utcOffset?: string | null;
}

/** What a whole message is, where no person wrote it for this conversation. The codes are stable. */
export type MessageKind = "auto_reply" | "out_of_office" | "chat_event" | "ticket_note" | "nothing_written";

/**
 * Whether the built-in model looks for names in free text, and how readily. A build without the feature `names` has no
 * model, and finds by rules alone whatever this says.
 */
export type NameModel = "off" | "balanced" | "high_recall";

/**
 * What is done to a finding.
 * An operator that does not fit a type (a name cannot be generalized) replaces its findings by tokens instead; so does
 * one that cannot make sense of a single value (a date as `the day after the fair`).
 */
export type OperatorSettings = { type: "replace" } | { type: "redact" } | { character?: string; keepFirst?: number; keepLast?: number; type: "mask" } | { type: "hash" } | { type: "encrypt" } | { type: "surrogate" } | { maxDays?: number; type: "shift_date" } | { ageBand?: number; dates?: DatePrecision; topAge?: number; type: "generalize" } | { type: "keep" };

/** What becomes of a conversation that has more than `maxTokens`. */
export type OverLimit = "split" | "truncate" | "drop";

/** How personal data is found and what becomes of it. */
export interface PiiSettings {
  /** Entity types to look for besides those of `entities` or the default set. */
  addEntities?: EntityType[];
  /** Any texts that stay readable, compared without case. */
  allowList?: string[];
  /**
   * Phrases in which nothing is personal, exactly as they are written: a finding that lies within one stays readable
   * there. A value that is removed elsewhere in its conversation is removed there too.
   */
  allowPhrases?: string[];
  /** Company names that stay readable; case and legal form do not matter. */
  companyAllowList?: string[];
  /** Own patterns. */
  customPatterns?: CustomPattern[];
  /**
   * What is done where neither `operators` nor the policy names the type. `hash` here gives every value of the
   * data set one token throughout.
   */
  defaultOperator?: OperatorSettings;
  /** Any texts that are always removed, compared without case, as whole words. */
  denyList?: string[];
  /** E-mail domains (and their sub-domains) that stay readable, such as the company's own. */
  emailDomainAllowList?: string[];
  /** Whether de-identification runs at all. `false` writes the text as it is, and the manifest says so. */
  enabled?: boolean;
  /** The key of the operator `encrypt`, as text of at least 16 characters. Never written to a manifest. */
  encryptionKey?: string | null;
  /** The entity types to look for; absent for those of the policy, or the default set. */
  entities?: EntityType[] | null;
  /**
   * Whether the allow lists hold back values of personal columns too. Without it such a value is removed even if a
   * list names it, and the leak audit counts it as `overAllowList`.
   */
  forceAllowLists?: boolean;
  /** The key of the operators `hash`, `surrogate` and `shift_date`, as text. Never written to a manifest. */
  hashKey?: string | null;
  /**
   * The project whose values these are: with the same hash key, those of another project come out differently.
   * Encrypted values are not told apart, so that the key alone opens them.
   */
  keyDomain?: string | null;
  /** The name of the key in use, for the manifest, so that a rotation shows. Derived from the key where it is absent. */
  keyId?: string | null;
  /** Whether values of personal columns are removed from the free text of their conversation. */
  knownValues?: boolean;
  /**
   * The country whose local phone numbers are understood without a country code: `US`, `GB`, `DE` … It also says
   * whether 3/4 is a day of March (`US`) or of April.
   */
  locale?: string;
  /** Findings below this score (0.0 to 1.0) are left alone; absent for that of the policy, or 0.4. */
  minScore?: number | null;
  /** Whether the built-in model looks for names of persons, organizations, places and addresses in free text. */
  nameModel?: NameModel;
  /** What is done to each entity type. */
  operators?: Partial<Record<EntityType, OperatorSettings>>;
  /**
   * A set of rules made for a purpose: which entity types, from which score, and what is done to each. Whatever
   * these settings say themselves wins over it.
   */
  policy?: Policy | null;
  /** Entity types that are not looked for, whatever names them. */
  removeEntities?: EntityType[];
  /**
   * Whether the tokens of persons tell their part in the conversation, where it is known: `[CUSTOMER_NAME_1]`,
   * `[AGENT_NAME_1]`.
   */
  roleNames?: boolean;
  /**
   * A model of your own that looks for personal data too, besides the built-in one; its files are given beside the
   * settings. Absent for none.
   */
  spanModel?: SpanModelSettings | null;
}

/** What is done with an unfilled placeholder such as `{{ticket.id}}`. */
export type PlaceholderAction = "keep" | "flag" | "cut";

/** A named set of rules. */
export type Policy = "standard" | "strict" | "hipaa_safe_harbor" | "pci" | "gdpr" | "redaction_points";

/** What to do with a row of another width than the header. */
export type RaggedRows = "reject" | "pad";

/** Limits of one input. */
export interface ReadLimits {
  /** Bytes of a ZIP archive as it is packed, since it is held in memory; more end the run. */
  maxArchiveBytes?: number;
  /**
   * Members of a ZIP archive; more end the run. What they unpack to in all is held against `max_unpacked_bytes` and
   * `max_unpack_ratio`.
   */
  maxArchiveMembers?: number;
  /** Bytes of one cell; a longer one rejects its row. */
  maxCellBytes?: number;
  /** Columns of one row; more end the run. */
  maxColumns?: number;
  /** Nesting depth of JSON; deeper rejects its row. */
  maxDepth?: number;
  /**
   * Cells of the rectangles around the sheets of an .xls workbook, and cells that an .ods sheet repeats; more end
   * the run.
   */
  maxGridCells?: number;
  /**
   * Bytes of a JSON document of several tables up to which they are joined, since it is held in memory for it; of a
   * larger one only one table is read, with a warning.
   */
  maxJoinBytes?: number;
  /** Cells of a workbook sheet; more end the run. */
  maxSheetCells?: number;
  /** Unpacked bytes per packed byte, looked at beyond the first 100 MB. */
  maxUnpackRatio?: number;
  /** Bytes of compressed input after unpacking; more end the run. */
  maxUnpackedBytes?: number;
  /** Memory of the process that takes a workbook apart, in bytes, where the caller has one of its own for it. */
  maxWorkbookMemory?: number;
  /** Seconds that process may take. */
  maxWorkbookSeconds?: number;
}

/** How an input is read. Everything that is `None` is found out from the file itself. */
export interface ReadOptions {
  /** The CSV delimiter: one ASCII character, or `tab`. */
  delimiter?: string | null;
  /** The character encoding. */
  encoding?: Encoding | null;
  /** The file format. */
  format?: FileFormat | null;
  /** Whether the first row names the columns. */
  hasHeader?: boolean | null;
  /** Where the array of rows stands in a JSON document, such as `data.tickets` or `$.data.tickets[*]`. */
  jsonPath?: string | null;
  /** The limits against hostile or broken input. */
  limits?: ReadLimits;
  /** The member of a ZIP archive that is read, by its name in the archive; all readable ones if absent. */
  member?: string | null;
  /**
   * The key of the messages inside each JSON row (`comments`, `messages`): each becomes a row of its own that
   * inherits the outer fields. Found out if absent; empty for none.
   */
  messagesPath?: string | null;
  /** The CSV quote: one ASCII character, or empty for none. */
  quote?: string | null;
  /** What to do with a CSV row that has another number of cells than the header. */
  raggedRows?: RaggedRows;
  /** The sheet of a workbook; the first sheet with rows if absent. */
  sheetName?: string | null;
}

/** A confirmed mapping and the columns it is for. */
export interface RememberedMapping {
  /** The fingerprint of the columns, as `header_fingerprint` gives it. */
  fingerprint: string;
  /** What steers mapping beyond the columns; settings of the run win over it. */
  mappingOptions?: MappingOptions;
  /** Which column means what. */
  mappings: FieldMapping[];
}

/** What one row holds. */
export type RowShape = "message" | "question_answer" | "transcript";

/** Who wrote a message. */
export type SenderRole = "customer" | "agent" | "system";

/**
 * How a model that the caller brings is used. The model itself is given beside the settings; a snapshot names it by its
 * checksum.
 */
export interface SpanModelSettings {
  /**
   * The model's labels (without `B-` and `I-`), or for a model that is asked by prompts the prompts, each with the
   * entity type it stands for. Labels that are not named are left alone. Empty for the common ones: `PER`, `ORG`,
   * `LOC`, `person` …
   */
  labels?: Record<string, EntityType>;
  /**
   * The most tokens of the model that it reads at once, prompts included; absent for what the model's files say, or
   * 512. Longer texts are read in windows.
   */
  maxTokens?: number | null;
  /**
   * Spans of the model below this score (0.0 to 1.0) are left alone; 0.5 if absent. `minScore` of the settings counts
   * besides.
   */
  minScore?: number | null;
  /** How many words two windows of a long text have in common; 32 if absent. */
  overlapWords?: number | null;
  /** SHA-256 of the model's files, in hexadecimal digits. Where it is given, no other model is taken. */
  sha256?: string | null;
}

/** Shares of validation and test data; the rest is for training. */
export interface SplitSettings {
  /** Whether near duplicates (see `filterSettings.minSimilarity`) are kept in one part. */
  nearDuplicatesTogether?: boolean;
  /** What keys the hash: the same word gives the same parts, another word others. */
  seed?: string;
  /** The share of test data, from 0 to 1. */
  test?: number;
  /** The share of validation data, from 0 to 1. */
  validation?: number;
}

export type StandardField = string;

/** How tokens are counted. */
export type Tokenizer = "o200k" | "cl100k" | "estimate";

/** One change to a value on its way into its field: `{"type": "trim"}`, with `params` where it takes any. */
export interface TransformRule {
  /** Its parameters; see the guide on mappings. */
  params?: Record<string, unknown>;
  /**
   * The transform: `trim`, `lowercase`, `html_to_text`, `strip_quoted_reply`, `strip_signature`, `parse_timestamp`, `map_values`, `regex_extract`,
   * `split`, `concat`, `coalesce`, `slack_text`, `constant`, `json_path`, `default`.
   */
  type: string;
}

/** One rule, or several that run in order. */
export type TransformRules = TransformRule | TransformRule[];
