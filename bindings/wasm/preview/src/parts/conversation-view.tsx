import { Alert, Badge, Button, Group, Popover, Text, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowLeft, IconFilterOff, IconPlus } from "@tabler/icons-react";
import type { View, ViewMessage } from "@foundry/wasm/shapes.js";
import { useState } from "react";

import type { Rules, Undo } from "../rules";
import { ROLES, counted, reasonName } from "../words";
import { FindingCard } from "./finding-card";
import { MarkedText } from "./marked-text";

interface Props {
  view: View;
  rules: Rules;
  onBack?: () => void;
}

interface Opened {
  message: number;
  side: "before" | "after";
  place: number;
  target: HTMLElement;
}

/** One conversation: each message before and after, findings as buttons that explain themselves. */
export function ConversationView({ view, rules, onBack }: Props) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const [missed, setMissed] = useState("");
  const replaced = view.messages.reduce((sum, message) => sum + message.findings.length, 0);
  const openedMessage = opened && view.messages[opened.message];
  const finding = opened && openedMessage?.findings[opened.place];
  const close = (): void => {
    opened?.target.focus();
    setOpened(null);
  };
  const told = (message: string, undo: Undo): void => {
    close();
    tell(message, undo);
  };
  const takeSelection = (): void => {
    const text = window.getSelection()?.toString().trim() ?? "";
    if (text.length > 1 && text.length < 120 && !text.includes("\n")) {
      setMissed(text);
      setIsAdding(true);
    }
  };
  return (
    <article className="conversation">
      <Group justify="space-between" gap="sm" className="view-head" wrap="nowrap">
        <Group gap="sm" miw={0} wrap="nowrap">
          {onBack && (
            <Button variant="subtle" size="compact-sm" onClick={onBack} leftSection={<IconArrowLeft size={16} aria-hidden="true" />}>
              List
            </Button>
          )}
          <div className="view-title">
            <Title order={2} size="h5">
              Conversation {view.id || view.index + 1}
            </Title>
            <Text size="xs" c="dimmed">
              {counted(view.messages.length, "message")}, {counted(replaced, "value")} replaced
              {view.firstRow > 0 ? `, from row ${view.firstRow}` : ""}
              {view.status ? `, ${view.status}` : ""}
            </Text>
          </div>
        </Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          aria-expanded={isAdding}
          onClick={() => setIsAdding(!isAdding)}
        >
          Add a missed one
        </Button>
      </Group>
      {isAdding && (
        <AddMissed
          key={missed}
          value={missed}
          onAdd={(value, token) => {
            setIsAdding(false);
            setMissed("");
            tell(`“${value}” is removed everywhere.`, rules.remove(value, token));
          }}
        />
      )}
      {view.reason !== null && (
        <Alert role="note" variant="light" color="orange" icon={<IconFilterOff aria-hidden="true" />} my="sm" className="left-out">
          Not in the export: <b>{reasonName(view.reason)}</b>
        </Alert>
      )}
      <div className="sides" aria-hidden="true">
        <Text size="xs" fw={600} c="dimmed">
          Before
        </Text>
        <Text size="xs" fw={600} c="dimmed">
          After
        </Text>
      </div>
      <div onMouseUp={takeSelection} role="presentation">
        {view.messages.map((message, index) => (
          <MessageRow
            key={index}
            message={message}
            opened={opened?.message === index ? opened : null}
            onOpen={(side, place, target) => setOpened({ message: index, side, place, target })}
          />
        ))}
      </div>
      {opened && finding && openedMessage && (
        <Popover
          opened
          onChange={(isOpen) => !isOpen && close()}
          onDismiss={close}
          position="bottom-start"
          withArrow
          shadow="md"
          width={320}
          trapFocus
          returnFocus={false}
          key={`${opened.message}-${opened.side}-${opened.place}`}
        >
          <Popover.Target>
            <Anchor of={opened.target} />
          </Popover.Target>
          <Popover.Dropdown aria-label="Why this was found">
            <FindingCard
              finding={finding}
              message={openedMessage}
              equal={equalTo(view, openedMessage.before.slice(finding.before.start, finding.before.end))}
              onKeep={(value, known) => told(`“${value}” stays everywhere.`, rules.keep(value, known))}
              onKeepWithin={(phrase) => told(`It stays in “${phrase}”.`, rules.keepWithin(phrase))}
            />
          </Popover.Dropdown>
        </Popover>
      )}
    </article>
  );
}

/** Stands where the finding stands, so that the card opens beside it. */
function Anchor({ of, ref, ...props }: { of: HTMLElement; ref?: React.Ref<HTMLSpanElement> } & React.HTMLAttributes<HTMLSpanElement>) {
  const place = (node: HTMLSpanElement | null): void => {
    if (node) {
      const host = node.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const target = of.getBoundingClientRect();
      node.style.left = `${target.left - host.left}px`;
      node.style.top = `${target.top - host.top}px`;
      node.style.width = `${Math.min(target.width, 320)}px`;
      node.style.height = `${target.height}px`;
    }
    if (typeof ref === "function") ref(node);
    else if (ref) ref.current = node;
  };
  const { className: _, style: __, ...rest } = props;
  return <span {...rest} ref={place} className="anchor" aria-hidden="true" />;
}

function MessageRow({
  message,
  opened,
  onOpen,
}: {
  message: ViewMessage;
  opened: Opened | null;
  onOpen: (side: "before" | "after", place: number, target: HTMLElement) => void;
}) {
  const name = ROLES[message.role];
  const time = message.timestamp?.replace("T", " ").replace(/(:\d\d)?(\.\d+)?Z$/, "");
  const isSame = message.after === message.before;
  return (
    <section className="message" data-role={message.role} aria-label={`${name}${time ? `, ${time}` : ""}`}>
      <Group gap={8} className="message-head">
        <Text size="xs" fw={650} component="span">
          {name}
        </Text>
        {time && (
          <Text size="xs" c="dimmed" component="span">
            {time}
          </Text>
        )}
        {message.cut.length > 0 && (
          <Badge size="xs" variant="light" color="gray" tt="none">
            cut: {[...new Set(message.cut.map((part) => reasonName(part.reason)))].join(", ")}
          </Badge>
        )}
      </Group>
      <div className="pair">
        <div className="side" role="group" aria-label="Before">
          <MarkedText
            side="before"
            text={message.before}
            findings={message.findings}
            cut={message.cut}
            passedOver={message.passedOver}
            opened={opened?.side === "before" ? opened.place : null}
            onOpen={(place, target) => onOpen("before", place, target)}
          />
        </div>
        <div className="side" role="group" aria-label="After" data-same={isSame || undefined}>
          {message.after === null ? (
            <Text size="sm" c="dimmed" fs="italic">
              Left out{message.leftOut ? `: ${reasonName(message.leftOut)}` : ""}
            </Text>
          ) : isSame ? (
            <div className="said same">{message.after}</div>
          ) : (
            <MarkedText
              side="after"
              text={message.after}
              findings={message.findings}
              opened={opened?.side === "after" ? opened.place : null}
              onOpen={(place, target) => onOpen("after", place, target)}
            />
          )}
        </div>
      </div>
    </section>
  );
}

function AddMissed({
  value,
  onAdd,
}: {
  value: string;
  onAdd: (value: string, token: string | null) => void;
}) {
  const [text, setText] = useState(value);
  const [token, setToken] = useState("");
  const fits = text.trim().length > 1;
  return (
    <form
      className="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) onAdd(text.trim(), token || null);
      }}
    >
      <TextInput
        size="xs"
        label="What was missed"
        placeholder="Select it in a message, or type it"
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label="Own token, if it should have one"
        placeholder="MEMBER_ID"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value.toUpperCase().replace(/[^A-Z0-9]+/g, "_").replace(/^[^A-Z]+/, ""))}
      />
      <Button size="xs" type="submit" disabled={!fits}>
        Remove everywhere
      </Button>
    </form>
  );
}

function tell(message: string, undo: Undo): void {
  const id = `rule-${message}`;
  notifications.show({
    id,
    autoClose: 8_000,
    withBorder: true,
    closeButtonProps: { "aria-label": "Close this message" },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" lineClamp={2}>
          {message} Kept as a rule of the settings.
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          className="sure"
          onClick={() => {
            undo();
            notifications.hide(id);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

function equalTo(view: View, value: string): number {
  const wanted = value.toLowerCase();
  const of = (message: ViewMessage): number =>
    message.findings.filter(({ before }) => message.before.slice(before.start, before.end).toLowerCase() === wanted).length;
  return view.messages.reduce((sum, message) => sum + of(message), 0);
}
