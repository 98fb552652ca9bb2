import type { Explanation, ViewCut, ViewFinding } from "@foundry/wasm/shapes.js";

import { decision, entityName, reasonName } from "../words";
import { hueOf } from "./hues";

type Part =
  | { kind: "finding"; start: number; end: number; finding: ViewFinding; place: number }
  | { kind: "cut"; start: number; end: number; reason: string }
  | { kind: "passed"; start: number; end: number; explanation: Explanation };

interface Props {
  text: string;
  findings: ViewFinding[];
  cut?: ViewCut[];
  passedOver?: Explanation[];
  side: "before" | "after";
  /** The finding that is explained at the moment. */
  opened: number | null;
  onOpen: (place: number, target: HTMLElement) => void;
}

/** A text with its findings as buttons, what was cut struck through, what stays underlined. */
export function MarkedText({ text, findings, cut = [], passedOver = [], side, opened, onOpen }: Props) {
  const parts: Part[] = [
    ...findings.map((finding, place) => ({ kind: "finding" as const, ...finding[side], finding, place })),
    ...cut.map((part) => ({ kind: "cut" as const, ...part })),
    ...passedOver.map((explanation) => ({ kind: "passed" as const, ...explanation, explanation })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (const part of parts) {
    if (part.start < at) continue;
    pieces.push(text.slice(at, part.start));
    const inner = text.slice(part.start, part.end);
    const key = `${part.kind}${part.start}`;
    if (part.kind === "finding") {
      pieces.push(
        // Not a button element: that would be a block which lines break around.
        <span
          key={key}
          role="button"
          tabIndex={0}
          className="mark"
          data-hue={hueOf(part.finding.entityType)}
          aria-expanded={opened === part.place}
          aria-haspopup="dialog"
          onClick={(event) => onOpen(part.place, event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== " ") return;
            event.preventDefault();
            onOpen(part.place, event.currentTarget);
          }}
        >
          {inner || "∅"}
          <span className="sr"> ({entityName(part.finding.entityType)})</span>
        </span>,
      );
    } else if (part.kind === "cut") {
      pieces.push(
        <del key={key} className="cut" title={`Cut: ${reasonName(part.reason)}`}>
          {inner}
        </del>,
      );
    } else {
      pieces.push(
        <span key={key} className="passed" title={`${entityName(part.explanation.entityType)} ${decision(part.explanation.decision)}`}>
          {inner}
        </span>,
      );
    }
    at = part.end;
  }
  pieces.push(text.slice(at));
  return <div className="said">{pieces}</div>;
}
