import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import type { ViewFinding, ViewMessage } from "@foundry/wasm/shapes.js";

import { entityName, evidence, sentence } from "../words";
import { hueOf } from "./hues";

interface Props {
  finding: ViewFinding;
  message: ViewMessage;
  /** How many findings of this conversation have the same value. */
  equal: number;
  onKeep: (value: string, known: boolean) => void;
  onKeepWithin: (phrase: string) => void;
}

/** Why something was found, and what can be done about it. */
export function FindingCard({ finding, message, equal, onKeep, onKeepWithin }: Props) {
  const { entityType, before, after, explanation } = finding;
  const value = message.before.slice(before.start, before.end);
  const replacement = message.after?.slice(after.start, after.end) ?? "";
  const cue = explanation?.cue && message.before.slice(explanation.cue.start, explanation.cue.end);
  const isKnown = explanation?.rank === "known";
  const phrase = around(message.before, before.start, before.end);
  return (
    <Stack gap="xs" className="card">
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap={8} wrap="nowrap" miw={0}>
          <span className="swatch" data-hue={hueOf(entityType)} aria-hidden="true" />
          <Text fw={650} size="sm" truncate>
            {entityName(entityType)}
          </Text>
        </Group>
        {explanation && (
          <Badge variant="light" color="gray" tt="none" className="sure">
            {Math.round(explanation.score * 100)} % sure
          </Badge>
        )}
      </Group>
      <Text size="sm" className="becomes">
        <b>{value}</b> <span aria-label="becomes">→</span> {replacement === "" ? "nothing" : <b>{replacement}</b>}
      </Text>
      <Text size="sm" c="dimmed">
        {explanation ? (
          <>
            {evidence(explanation.rank)}
            {cue ? (
              <>
                {" "}
                (“{cue}”)
              </>
            ) : null}
            . Rule: {sentence(explanation.recognizer.replaceAll(".", ", "))}.
          </>
        ) : (
          "The same value was found elsewhere in this conversation."
        )}
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" variant="light" onClick={() => onKeep(value, isKnown)}>
          Keep everywhere{equal > 1 ? ` (${equal} here)` : ""}
        </Button>
        {!isKnown && phrase !== value && (
          <Button size="compact-sm" variant="default" onClick={() => onKeepWithin(phrase)} title={`Keeps it in “${phrase}”`}>
            Keep only here
          </Button>
        )}
      </Group>
      {isKnown && (
        <Text size="xs" c="dimmed">
          It comes from a personal column. Keeping it lets the allow list overrule such columns.
        </Text>
      )}
    </Stack>
  );
}

/** The words around a value, three on either side of its line: enough to tell this place from others. */
function around(text: string, start: number, end: number): string {
  const before = /(?:[^\s]+[^\S\n]+){0,3}[^\s]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const after = /^[^\s]*(?:[^\S\n]+[^\s]+){0,3}/.exec(text.slice(end))?.[0] ?? "";
  return (before + text.slice(start, end) + after).trim();
}
