/** The JSON shapes: those of every binding, and those of a preview that is open. */

import type {
  AuditCounts,
  EntityType,
  ErrorCode,
  Explanation,
  ExportFormat,
  Manifest,
  Policy,
  SenderRole,
  StageCounts,
  Warning,
} from "./types.js";

export type * from "./types.js";
/** Settings of a run. Whatever is absent is found out or has its default. */
export type { PipelineConfig as Settings } from "./types.js";

/** A range of a text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** What reading for a preview gave. */
export interface PreviewAccount {
  rowsRead: number;
  rowsRejected: number;
  messages: number;
  conversations: number;
  complete: boolean;
  inputs: Manifest["inputs"];
  warnings: Warning[];
  warningCounts: Record<string, number>;
}

/** The counts of the conversations that were counted. */
export interface PreviewTally {
  counts: StageCounts;
  findings: Record<string, number>;
  leakAudit: AuditCounts;
}

/** One line of a list of conversations. */
export interface ViewLine {
  index: number;
  id: string;
  firstRow: number;
  messages: number;
  findings: number;
  examples: number;
  reason: string | null;
  title: string;
}

export interface ViewFinding {
  entityType: string;
  before: Span;
  after: Span;
  explanation: Explanation | null;
}

export interface ViewCut extends Span {
  reason: string;
}

export interface ViewMessage {
  role: SenderRole;
  timestamp: string | null;
  before: string;
  after: string | null;
  leftOut: string | null;
  cut: (Span & { reason: string })[];
  findings: ViewFinding[];
  passedOver: Explanation[];
}

/** A conversation before and after; offsets count UTF-16 units. */
export interface View {
  index: number;
  id: string;
  firstRow: number;
  status: string | null;
  reason: string | null;
  messages: ViewMessage[];
  examples: string;
  audit: AuditCounts;
}

/** Names that settings may use. */
export interface Constants {
  version: string;
  entityTypes: EntityType[];
  defaultEntityTypes: EntityType[];
  exportFormats: ExportFormat[];
  policies: Policy[];
  errorCodes: ErrorCode[];
}
