import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";

/** So much of a file is shown; all of it is in the download. */
const SHOWN_BYTES = 4 << 20;

interface Props {
  /** The lines, or the file they are in. */
  text?: string;
  blob?: Blob;
  format: string;
  empty?: string;
}

/** The lines of the export; one that is opened is set out. */
export function ExportLines({ text, blob, format, empty }: Props) {
  const [read, setRead] = useState("");
  useEffect(() => {
    let isStale = false;
    if (blob && format !== "parquet") {
      void blob
        .slice(0, SHOWN_BYTES)
        .text()
        .then((text) => !isStale && setRead(text));
    }
    return () => {
      isStale = true;
    };
  }, [blob, format]);
  const shown = text ?? read;
  const isCut = !!blob && blob.size > SHOWN_BYTES;
  const lines = shown.split("\n").filter((line) => line !== "");
  if (isCut) lines.pop();
  if (format === "parquet" && blob) {
    return (
      <Text size="sm" c="dimmed">
        A Parquet file is no text; it is in the download.
      </Text>
    );
  }
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="md">
        {empty ?? "No line."}
      </Text>
    );
  }
  return (
    <>
      <Lines lines={lines} />
      {isCut && (
        <Text size="xs" c="dimmed" mt={4}>
          The first {lines.length} lines; all are in the download.
        </Text>
      )}
    </>
  );
}

function Lines({ lines }: { lines: string[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set(lines.length <= 3 ? lines.map((_, n) => n) : [0]));
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 34,
    overscan: 6,
  });
  const toggle = (place: number): void => {
    const next = new Set(opened);
    if (!next.delete(place)) next.add(place);
    setOpened(next);
  };
  return (
    <div ref={scroller} className="export-lines" tabIndex={0} role="region" aria-label="Lines of the export">
      <div className="lines-inside" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index] ?? "";
          const isOpen = opened.has(item.index);
          return (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className="export-line"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <button type="button" aria-expanded={isOpen} onClick={() => toggle(item.index)} aria-label={`Line ${item.index + 1}`}>
                {item.index + 1}
              </button>
              {isOpen ? <pre>{setOut(line)}</pre> : <code>{line.slice(0, 400)}</code>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function setOut(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line.replace(/^\[|[,\]]$/g, "")), null, 2);
  } catch {
    return line;
  }
}
