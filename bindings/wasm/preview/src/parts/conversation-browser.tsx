import { Badge, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import type { PreviewTally, View, ViewLine } from "@foundry/wasm/shapes.js";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import type { Rules } from "../rules";
import { count, counted, reasonName } from "../words";
import { ConversationView } from "./conversation-view";

type Which = "all" | "kept" | "out";

interface Props {
  lines: ViewLine[];
  total: number;
  complete: boolean;
  rowsRead: number;
  tally: PreviewTally | null;
  selected: number;
  view: View | null;
  rules: Rules;
  onSelect: (index: number) => void;
}

const LINE_HEIGHT = 72;

/** A list of all conversations, and one of them before and after. */
export function ConversationBrowser(props: Props) {
  const { lines, total, complete, rowsRead, tally, selected, view, rules, onSelect } = props;
  const [which, setWhich] = useState<Which>("all");
  const [search, setSearch] = useState("");
  const [listIsShown, setListIsShown] = useState(true);
  const isNarrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const wanted = useDeferredValue(search.trim().toLowerCase());
  // The list grows in place: its length is what changes.
  const length = lines.length;
  const shown = useMemo(() => {
    const fits = (line: ViewLine): boolean =>
      (which === "all" || (line.reason === null) === (which === "kept")) &&
      (wanted === "" || line.id.toLowerCase().includes(wanted) || line.title.toLowerCase().includes(wanted));
    return which === "all" && wanted === "" ? lines : lines.filter(fits);
  }, [lines, length, which, wanted]);
  const shownCount = shown === lines ? length : shown.length;
  if (total === 0) {
    return (
      <Text p="xl" c="dimmed">
        No row of this file became a message. Look at the columns, and at the warnings below them.
      </Text>
    );
  }
  const select = (index: number): void => {
    onSelect(index);
    if (isNarrow) setListIsShown(false);
  };
  return (
    <div className="browser" data-shows={listIsShown ? "list" : "view"}>
      <section className="list" aria-label="Conversations">
        <div className="list-head">
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Which conversations"
            value={which}
            onChange={(value) => setWhich(value as Which)}
            data={[
              { value: "all", label: `All ${count(length)}` },
              { value: "kept", label: `Kept ${tally ? count(lines.length - leftOut(tally)) : ""}` },
              { value: "out", label: `Left out ${tally ? count(leftOut(tally)) : ""}` },
            ]}
          />
          <TextInput
            size="xs"
            mt={8}
            aria-label="Search conversations"
            placeholder="Search what they begin with"
            leftSection={<IconSearch size={14} aria-hidden="true" />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
        {shownCount === 0 ? (
          <Text p="md" size="sm" c="dimmed">
            {length < total ? "None yet: still counting." : "None fits."}
          </Text>
        ) : (
          <Lines lines={shown} count={shownCount} selected={selected} onSelect={select} />
        )}
        <Text size="xs" c="dimmed" className="list-foot">
          {length < total ? `${count(length)} of ${counted(total, "conversation")} looked at` : counted(total, "conversation")}
          {complete ? "" : ` in the first ${counted(rowsRead, "row")}; the export reads all`}
        </Text>
      </section>
      <section className="view" aria-label="Conversation before and after">
        {view && (
          <ConversationView
            key={view.index}
            view={view}
            rules={rules}
            onBack={isNarrow ? () => setListIsShown(true) : undefined}
          />
        )}
      </section>
    </div>
  );
}

function leftOut(tally: PreviewTally): number {
  const dropped = Object.values(tally.counts.export.dropped).reduce((sum, value) => sum + value, 0);
  return tally.counts.filtered + dropped;
}

/** The list: only what is on the screen is in the document. Arrow keys, Page keys, Home and End move. */
function Lines({
  lines,
  count: length,
  selected,
  onSelect,
}: {
  lines: ViewLine[];
  count: number;
  selected: number;
  onSelect: (index: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 8,
  });
  const place = useMemo(() => {
    if (lines[selected]?.index === selected) return selected;
    return lines.findIndex((line) => line.index === selected);
  }, [lines, length, selected]);
  const wasMoved = useRef(false);
  useEffect(() => {
    if (place >= 0 && wasMoved.current) virtual.scrollToIndex(place, { align: "auto" });
  }, [place, virtual]);
  const move = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? LINE_HEIGHT) / LINE_HEIGHT) - 1);
    const steps: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: length - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    wasMoved.current = true;
    const line = lines[Math.max(0, Math.min(length - 1, next))];
    if (line) onSelect(line.index);
  };
  return (
    <div
      ref={scroller}
      className="lines"
      role="listbox"
      tabIndex={0}
      aria-label="Conversations"
      aria-activedescendant={place >= 0 ? `line-${selected}` : undefined}
      onKeyDown={move}
    >
      <div role="presentation" className="lines-inside" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const isSelected = line.index === selected;
          return (
            <div
              key={line.index}
              id={`line-${line.index}`}
              role="option"
              aria-selected={isSelected}
              aria-setsize={length}
              aria-posinset={item.index + 1}
              className="line"
              data-out={line.reason !== null || undefined}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onSelect(line.index)}
            >
              <Text size="sm" lineClamp={2} className="line-title">
                {line.title || "(empty)"}
              </Text>
              <Group gap={6} wrap="nowrap" className="line-foot">
                <Text size="xs" c="dimmed" truncate component="span">
                  {counted(line.messages, "message")}
                </Text>
                {line.findings > 0 && (
                  <Text size="xs" c="dimmed" component="span" className="nowrap">
                    · {count(line.findings)} replaced
                  </Text>
                )}
                {line.reason !== null && (
                  <Badge size="xs" variant="light" color="orange" tt="none" className="reason">
                    {reasonName(line.reason)}
                  </Badge>
                )}
              </Group>
            </div>
          );
        })}
      </div>
    </div>
  );
}
