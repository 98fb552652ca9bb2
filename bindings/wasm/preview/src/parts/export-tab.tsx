import { Alert, Badge, Button, Card, Code, Group, List, Stack, Table, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconDownload, IconPlayerPlay, IconPlayerStop, IconX } from "@tabler/icons-react";

import type { Made, Project, ProjectState } from "../project";
import { FORMATS, bytes, count, counted, entityName, reasonName } from "../words";
import { ExportLines } from "./export-lines";
import { hueOf } from "./hues";
import { ProblemNote } from "./problem-note";

/** What comes out: counts, lines, what the rules of the format say, and the files. */
export function ExportTab({ project, state }: { project: Project; state: ProjectState }) {
  const { tally, account, made, isMaking, makingProblem, settings, view, lines } = state;
  const format = settings.exportFormat ?? "jsonl_conversation";
  return (
    <Stack gap="lg" className="export">
      <section aria-label="What becomes of the rows">{tally && account && <Funnel state={state} />}</section>
      <section aria-label="The data set">
        <Group justify="space-between" mb="sm" align="flex-end">
          <div>
            <Title order={2} size="h4">
              {FORMATS[format]?.name ?? format}
            </Title>
            <Text size="sm" c="dimmed">
              {FORMATS[format]?.about}
            </Text>
          </div>
          {isMaking ? (
            <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden="true" />} onClick={project.stopMaking}>
              Stop
            </Button>
          ) : (
            <Button
              leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
              onClick={() => void project.make()}
              disabled={!!state.settingsProblem}
            >
              {made ? "Make it again" : "Make the data set"}
            </Button>
          )}
        </Group>
        {isMaking && (
          <Text size="sm" c="dimmed">
            {state.progress?.phase === "process"
              ? `${count(state.progress.conversationsDone)} of ${counted(state.progress.conversationsTotal, "conversation")}`
              : `${counted(state.progress?.rowsRead ?? 0, "row")} read`}
          </Text>
        )}
        {makingProblem && <ProblemNote problem={makingProblem} />}
        {made && <Result made={made} />}
        {!made && !isMaking && (
          <Text size="sm" c="dimmed">
            Reads all rows, writes every line, and checks the file by the rules of its format. Below are the lines of
            conversation {view ? view.id || view.index + 1 : ""} as they will be.
          </Text>
        )}
        {made ? (
          <ExportLines blob={made.dataSet.train} format={format} />
        ) : (
          view && <ExportLines text={view.examples} format={format} empty={emptyReason(view.reason, lines.length)} />
        )}
      </section>
    </Stack>
  );
}

function emptyReason(reason: string | null, length: number): string {
  if (length === 0) return "Nothing was counted yet.";
  return reason === null ? "This conversation gives no line." : `This conversation is left out: ${reasonName(reason)}.`;
}

function Funnel({ state: { tally, account } }: { state: ProjectState }) {
  if (!tally || !account) return null;
  const { counts, findings } = tally;
  const reasons = [...Object.entries(counts.filteredByReason), ...Object.entries(counts.export.dropped)];
  const steps = [
    ["Rows", account.rowsRead],
    ["Messages", account.messages],
    ["Conversations", account.conversations],
    ["Kept", counts.kept],
    ["Examples", counts.export.records],
  ] as const;
  const replaced = Object.entries(findings).sort(([, a], [, b]) => b - a);
  const isWhole = counts.conversations === account.conversations;
  return (
    <>
      <ol className="funnel" aria-label="From rows to examples">
        {steps.map(([name, value]) => (
          <li key={name}>
            <Text fw={700} size="xl" component="span" className="number">
              {count(value)}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              {name}
            </Text>
          </li>
        ))}
      </ol>
      {!isWhole && (
        <Text size="xs" c="dimmed" role="status">
          Counting: {count(counts.conversations)} of {count(account.conversations)}
        </Text>
      )}
      <div className="two">
        <Card withBorder padding="md">
          <Title order={3} size="h6" mb="xs">
            Left out
          </Title>
          {reasons.length === 0 ? (
            <Text size="sm" c="dimmed">
              No conversation is left out.
            </Text>
          ) : (
            <Bars entries={reasons.map(([code, value]) => [reasonName(code), value, null])} of={counts.conversations} />
          )}
        </Card>
        <Card withBorder padding="md">
          <Title order={3} size="h6" mb="xs">
            Replaced
          </Title>
          {replaced.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing was found.
            </Text>
          ) : (
            <Bars
              entries={replaced.slice(0, 12).map(([type, value]) => [entityName(type), value, hueOf(type)])}
              of={replaced[0]?.[1] ?? 1}
            />
          )}
          <Text size="xs" c="dimmed" mt="xs">
            Leak audit: {count(tally.leakAudit.checked)} values searched for, {count(tally.leakAudit.rescued)} more replaced,{" "}
            {count(tally.leakAudit.residual)} left
          </Text>
        </Card>
      </div>
    </>
  );
}

function Bars({ entries, of }: { entries: [string, number, string | null][]; of: number }) {
  return (
    <ul className="bars">
      {entries.map(([name, value, hue]) => (
        <li key={name}>
          <span className="bar-name">{name}</span>
          <meter className="bar" data-hue={hue ?? undefined} min={0} max={Math.max(of, 1)} value={value} aria-label={name}>
            {value}
          </meter>
          <span className="bar-value">{count(value)}</span>
        </li>
      ))}
    </ul>
  );
}

function Result({ made: { dataSet, report, toml } }: { made: Made }) {
  const { manifest } = dataSet;
  const stem = (manifest.inputs[0]?.name ?? "data").replace(/\.(gz|zst)$/, "").replace(/\.[^.]+$/, "");
  const ending = manifest.output.format === "parquet" ? "parquet" : manifest.output.format === "json_raw" ? "json" : "jsonl";
  const json = JSON.stringify(manifest, null, 2) + "\n";
  return (
    <Card withBorder padding="md" mb="md" className="result">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Text fw={650}>
            {counted(manifest.counts.export.records, "example")}, {bytes(manifest.output.bytes)}
          </Text>
          <Text size="xs" c="dimmed">
            SHA-256 <Code>{manifest.output.sha256.slice(0, 16)}…</Code> from {counted(manifest.counts.rowsRead, "row")}
          </Text>
        </div>
        <Group gap="xs">
          <Download name={`${stem}.${ending}`} data={dataSet.train} label="Data set" main />
          <Download name="manifest.json" data={json} label="Manifest" />
          <Download name="foundry.toml" data={toml} label="foundry.toml" />
          {(["validation", "test"] as const).map(
            (part) =>
              dataSet[part].size > 0 && <Download key={part} name={`${stem}.${part}.${ending}`} data={dataSet[part]} label={part} />,
          )}
        </Group>
      </Group>
      {report && (
        <Alert
          role="note"
          mt="md"
          variant="light"
          color={report.valid ? "teal" : "red"}
          icon={report.valid ? <IconCircleCheck aria-hidden="true" /> : <IconX aria-hidden="true" />}
          title={report.valid ? `Valid: ${counted(report.records, "example")} checked` : "Not valid"}
          className="report"
        >
          {report.problems.length === 0 ? (
            <Text size="sm">Every line follows the rules of the format.</Text>
          ) : (
            <Table.ScrollContainer minWidth={420} mah={220}>
              <List size="sm">
                {report.problems.slice(0, 50).map((problem, place) => (
                  <List.Item key={place}>
                    <Badge size="xs" variant="light" color={problem.warning ? "yellow" : "red"} mr={6} tt="none">
                      {problem.line ? `line ${count(problem.line)}` : "file"}
                    </Badge>
                    {problem.field ? <Code>{problem.field}</Code> : null} {problem.message}
                    {problem.remedy ? `; ${problem.remedy}` : ""}
                  </List.Item>
                ))}
              </List>
            </Table.ScrollContainer>
          )}
        </Alert>
      )}
    </Card>
  );
}

function Download({ name, data, label, main }: { name: string; data: Blob | string; label: string; main?: boolean }) {
  const save = (): void => {
    const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data]));
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return (
    <Button size="sm" variant={main ? "filled" : "default"} leftSection={<IconDownload size={16} aria-hidden="true" />} onClick={save}>
      {label}
    </Button>
  );
}
