import { Button, Text } from "@mantine/core";
import type { FieldMapping } from "@foundry/wasm/shapes.js";

import { TARGETS } from "../words";

/** What the columns were taken for, in one line. */
export function MappingStrip({ mappings, onChange }: { mappings: FieldMapping[]; onChange: () => void }) {
  const used = TARGETS.filter(({ value }) => value !== "ignore" && value !== "custom").flatMap(({ value, label }) => {
    const columns = mappings.filter((mapping) => mapping.targetField === value).map((mapping) => mapping.sourceField);
    return columns.length > 0 ? [{ value, label, columns: columns.join(" + ") }] : [];
  });
  return (
    <div className="strip" data-testid="mapping">
      <dl>
        {used.map(({ value, label, columns }) => (
          <div key={value}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="xs" fw={600} truncate>
              {columns}
            </Text>
          </div>
        ))}
      </dl>
      <Button size="compact-xs" variant="subtle" onClick={onChange}>
        Change the columns
      </Button>
    </div>
  );
}
