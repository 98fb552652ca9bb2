import { Alert, Code, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import type { Problem } from "../project";

/** What went wrong, where, and what to do. */
export function ProblemNote({ problem }: { problem: Problem }) {
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={problem.title}
      icon={<IconAlertTriangle aria-hidden="true" />}
      maw={760}
      className="problem"
    >
      <Text size="sm">{sentences(problem.text)}</Text>
      {problem.hint && (
        <Text size="sm" mt={6}>
          <b>What to do:</b> {sentences(problem.hint)}
        </Text>
      )}
    </Alert>
  );
}

/** Words between backticks are names of things. */
function sentences(text: string) {
  return text.split("`").map((part, place) => (place % 2 === 1 ? <Code key={place}>{part}</Code> : part));
}
