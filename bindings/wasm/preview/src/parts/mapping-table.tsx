import { Alert, Badge, Code, List, Select, Switch, Table, Text, TextInput, Title } from "@mantine/core";
import type { FieldMapping, Inspection, PreviewAccount, Warning } from "@foundry/wasm/shapes.js";

import { TARGETS, count, counted, sentence } from "../words";

interface Props {
  inspection: Inspection;
  /** What a person chose; what was found out if absent. */
  given: FieldMapping[] | undefined;
  account: PreviewAccount | null;
  files: number;
  onChange: (mappings: FieldMapping[]) => void;
}

const CONFIDENCE = { high: "teal", medium: "yellow", low: "orange" } as const;

/** What each column means and why; every meaning can be changed. */
export function MappingTable({ inspection, given, account, files, onChange }: Props) {
  const proposed = new Map(inspection.mappings.map((mapping) => [mapping.sourceField, mapping]));
  const chosen = given && new Map(given.map((mapping) => [mapping.sourceField, mapping]));
  const mappingOf = (name: string): FieldMapping =>
    (chosen ?? proposed).get(name) ?? { sourceField: name, targetField: "ignore" };
  const all = inspection.columns.map((column) => mappingOf(column.name));
  const change = (name: string, change: Partial<FieldMapping>): void =>
    onChange(
      all
        .map((mapping) =>
          mapping.sourceField === name ? { ...mapping, ...change, confidence: "high" as const, reasons: undefined } : mapping,
        )
        .filter((mapping) => mapping.targetField !== "ignore" || mapping.isPii),
    );
  const options = Object.entries(inspection.mappingOptions);
  return (
    <div className="mapping">
      <Title order={2} size="h4">
        {inspection.product ? `This looks like ${inspection.product}` : "What the columns mean"}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {counted(inspection.columns.length, "column")}, read as {(inspection.format ?? "a table").toUpperCase()}
        {files > 1 ? `; the first of ${files} files is shown` : ""}. Change what is wrong; everything is read again.
      </Text>
      <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Columns" } }}>
        <Table verticalSpacing="sm" className="columns" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Column</Table.Th>
              <Table.Th scope="col">First values</Table.Th>
              <Table.Th scope="col">Meaning</Table.Th>
              <Table.Th scope="col">Personal</Table.Th>
              <Table.Th scope="col">Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inspection.columns.map((column) => {
              const mapping = mappingOf(column.name);
              const isOwn = !!chosen && !sameMeaning(mapping, proposed.get(column.name));
              const reasons = isOwn ? ["chosen by you"] : (proposed.get(column.name)?.reasons ?? []);
              return (
                <Table.Tr key={column.name} data-used={mapping.targetField !== "ignore" || undefined}>
                  <Table.Th scope="row" className="column-name">
                    {column.name}
                    <Text size="xs" c="dimmed" fw={400}>
                      {column.type}
                    </Text>
                  </Table.Th>
                  <Table.Td className="samples">
                    {column.samples.length === 0 ? (
                      <Text size="xs" c="dimmed">
                        empty
                      </Text>
                    ) : (
                      column.samples.slice(0, 2).map((sample) => (
                        <Text size="xs" key={sample} lineClamp={2} className="sample">
                          {sample}
                        </Text>
                      ))
                    )}
                  </Table.Td>
                  <Table.Td className="meaning">
                    <Target mapping={mapping} onChange={(targetField) => change(column.name, { targetField })} />
                  </Table.Td>
                  <Table.Td>
                    <Switch
                      aria-label={`${column.name} holds personal data`}
                      checked={!!mapping.isPii}
                      onChange={(event) => change(column.name, { isPii: event.currentTarget.checked })}
                    />
                  </Table.Td>
                  <Table.Td className="why">
                    {mapping.targetField !== "ignore" && (
                      <Badge size="sm" variant="light" tt="none" color={isOwn ? "indigo" : CONFIDENCE[mapping.confidence ?? "low"]}>
                        {isOwn ? "yours" : `${mapping.confidence ?? "low"} confidence`}
                      </Badge>
                    )}
                    <Text size="xs" c="dimmed">
                      {reasons.join("; ").replaceAll(/`([^`]*)`/g, "“$1”")}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {options.length > 0 && (
        <Text size="sm" mt="md">
          Also found out:{" "}
          {options.map(([key, value]) => (
            <Code key={key} mr={6}>
              {key}: {typeof value === "object" ? JSON.stringify(value) : String(value)}
            </Code>
          ))}
        </Text>
      )}
      <Warnings warnings={[...inspection.warnings, ...inspection.notes]} title="About the file" />
      {account && <RowWarnings account={account} />}
    </div>
  );
}

function Target({ mapping, onChange }: { mapping: FieldMapping; onChange: (targetField: string) => void }) {
  const isCustom = mapping.targetField.startsWith("custom_");
  const plain = mapping.sourceField.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 64) || "field";
  return (
    <>
      <Select
        size="xs"
        aria-label={`Meaning of ${mapping.sourceField}`}
        data={TARGETS}
        allowDeselect={false}
        value={isCustom ? "custom" : mapping.targetField}
        onChange={(value) => value && onChange(value === "custom" ? `custom_${plain}` : value)}
      />
      {isCustom && (
        <TextInput
          size="xs"
          mt={4}
          aria-label={`Name of the field for ${mapping.sourceField}`}
          defaultValue={mapping.targetField.slice(7)}
          onBlur={(event) => {
            const name = event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_]/g, "_").slice(0, 64);
            if (name && `custom_${name}` !== mapping.targetField) onChange(`custom_${name}`);
          }}
        />
      )}
    </>
  );
}

function sameMeaning(a: FieldMapping, b: FieldMapping | undefined): boolean {
  return a.targetField === (b?.targetField ?? "ignore") && !!a.isPii === !!b?.isPii;
}

function Warnings({ warnings, title }: { warnings: Warning[]; title: string }) {
  if (warnings.length === 0) return null;
  return (
    <Alert role="note" variant="light" color="yellow" title={title} mt="md" className="warnings">
      <List size="sm">
        {warnings.slice(0, 20).map((warning, place) => (
          <List.Item key={place}>
            {warning.column ? <b>{warning.column}: </b> : null}
            {sentence(warning.message)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function RowWarnings({ account }: { account: PreviewAccount }) {
  const codes = Object.entries(account.warningCounts);
  if (codes.length === 0) return null;
  return (
    <section className="row-warnings">
      <Title order={3} size="h6" mt="lg" mb={4}>
        Rows with remarks
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {counted(account.rowsRead, "row")} read, {count(account.rowsRejected)} left out.{" "}
        {codes.map(([code, times]) => `${sentence(code)}: ${count(times)}`).join(" · ")}
      </Text>
      <List size="sm">
        {account.warnings.slice(0, 50).map((warning, place) => (
          <List.Item key={place}>
            {warning.row ? `Row ${count(warning.row)}` : "File"}
            {warning.column ? `, ${warning.column}` : ""}: {warning.message}
            {warning.rejected ? " (left out)" : ""}
          </List.Item>
        ))}
      </List>
    </section>
  );
}
