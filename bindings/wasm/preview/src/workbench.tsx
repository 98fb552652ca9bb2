import { ActionIcon, AppShell, Badge, Button, Drawer, Group, Loader, Progress, Tabs, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustments, IconArrowLeft, IconLock } from "@tabler/icons-react";
import type { Constants } from "@foundry/wasm/shapes.js";
import { useState } from "react";

import { ColorSchemeToggle, Logo } from "./parts/brand";
import { ConversationBrowser } from "./parts/conversation-browser";
import { ExportTab } from "./parts/export-tab";
import { MappingStrip } from "./parts/mapping-strip";
import { MappingTable } from "./parts/mapping-table";
import { ProblemNote } from "./parts/problem-note";
import { SettingsPanel } from "./parts/settings-panel";
import type { Project, ProjectState } from "./project";
import { rulesOf } from "./rules";
import { count, counted } from "./words";

/** The page once there is a file: columns, conversations, export, and the settings beside them. */
export function Workbench({ project, state, constants }: { project: Project; state: ProjectState; constants: Constants }) {
  const [tab, setTab] = useState<string | null>("conversations");
  const [drawerIsOpen, setDrawerIsOpen] = useState(false);
  const isWide = useMediaQuery("(min-width: 75em)", true, { getInitialValueInEffect: false });
  const rules = rulesOf(project, state.settings);
  const { account, tally, lines, problem } = state;
  const shownTab = problem ? "columns" : tab;
  const settings = (
    <SettingsPanel
      settings={state.settings}
      constants={constants}
      found={tally?.findings ?? {}}
      problem={state.settingsProblem}
      onChange={project.change}
    />
  );
  return (
    <AppShell
      header={{ height: 60 }}
      aside={{ width: 340, breakpoint: "75em", collapsed: { mobile: true } }}
      padding={0}
      className="workbench"
    >
      <AppShell.Header className="top-bar">
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Start over with another file" onClick={() => project.close()}>
              <IconArrowLeft size={20} aria-hidden="true" />
            </ActionIcon>
            <div className="wide-only">
              <Logo />
            </div>
            <Text component="h1" fw={600} truncate className="file-name">
              {state.files.map((file) => file.name).join(", ")}
            </Text>
            {account && (
              <Text size="sm" c="dimmed" className="wide-only" component="span">
                {counted(account.rowsRead, "row")}
                {account.complete ? "" : " looked at"}
              </Text>
            )}
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Badge className="wide-only" variant="light" color="teal" leftSection={<IconLock size={12} aria-hidden="true" />}>
              Stays on this machine
            </Badge>
            {!isWide && (
              <Button
                variant="default"
                size="sm"
                leftSection={<IconAdjustments size={16} aria-hidden="true" />}
                onClick={() => setDrawerIsOpen(true)}
              >
                Settings
              </Button>
            )}
            <ColorSchemeToggle />
          </Group>
        </Group>
        {(state.isReading || state.isMaking) && <Busy state={state} />}
      </AppShell.Header>
      {isWide && (
        <AppShell.Aside component="aside" aria-label="Settings" className="settings-aside">
          {settings}
        </AppShell.Aside>
      )}
      {!isWide && (
        <Drawer
          opened={drawerIsOpen}
          onClose={() => setDrawerIsOpen(false)}
          position="right"
          title="Settings"
          size="min(100%, 24rem)"
          closeButtonProps={{ "aria-label": "Close the settings" }}
        >
          {settings}
        </Drawer>
      )}
      <AppShell.Main>
        <Announcer state={state} />
        <Tabs value={shownTab} onChange={setTab} keepMounted={false} className="tabs">
          <Tabs.List px="md" aria-label="Steps">
            <Tabs.Tab value="columns">Columns</Tabs.Tab>
            <Tabs.Tab value="conversations" disabled={!!problem}>
              Conversations {account && <Count value={account.conversations} />}
            </Tabs.Tab>
            <Tabs.Tab value="export" disabled={!!problem}>
              Export {tally && <Count value={tally.counts.export.records} />}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="columns" className="panel">
            {problem && <ProblemNote problem={problem} />}
            {state.inspection ? (
              <MappingTable
                inspection={state.inspection}
                given={state.settings.mappings}
                account={account}
                files={state.files.length}
                onChange={(mappings) => void project.remap(mappings)}
              />
            ) : (
              !problem && <Waiting text="Reading the first rows …" />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="conversations" className="panel fill">
            {state.inspection && (
              <MappingStrip
                mappings={state.settings.mappings ?? state.inspection.mappings}
                onChange={() => setTab("columns")}
              />
            )}
            {account ? (
              <ConversationBrowser
                lines={lines}
                total={account.conversations}
                complete={account.complete}
                rowsRead={account.rowsRead}
                tally={tally}
                selected={state.selected}
                view={state.view}
                rules={rules}
                onSelect={(index) => void project.select(index)}
              />
            ) : (
              <Waiting text="Reading the conversations …" />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="export" className="panel">
            {account && <ExportTab project={project} state={state} />}
          </Tabs.Panel>
        </Tabs>
      </AppShell.Main>
    </AppShell>
  );
}

function Count({ value }: { value: number }) {
  return (
    <Badge size="sm" variant="light" color="gray" ml={6} className="count">
      {count(value)}
    </Badge>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <Group p="xl" gap="sm" role="status">
      <Loader size="sm" aria-hidden="true" />
      <Text c="dimmed">{text}</Text>
    </Group>
  );
}

function Busy({ state: { progress, isMaking } }: { state: ProjectState }) {
  const done = !progress
    ? 0
    : progress.phase === "read"
      ? progress.bytesTotal
        ? progress.bytesRead / progress.bytesTotal
        : 0
      : progress.conversationsTotal
        ? progress.conversationsDone / progress.conversationsTotal
        : 0;
  const percent = Math.round(done * 100);
  return (
    <Progress.Root size={3} radius={0} className="busy">
      <Progress.Section value={Math.max(percent, 2)} aria-label={isMaking ? "Making the data set" : "Reading the file"} animated />
    </Progress.Root>
  );
}

/** Says in words what changed, for those who do not see it. */
function Announcer({ state: { account, tally, isReading, isMaking, problem, made } }: { state: ProjectState }) {
  const isCounted = !!account && !!tally && tally.counts.conversations === account.conversations;
  const text = problem
    ? `${problem.title}: ${problem.text}`
    : isReading
      ? "Reading the file"
      : isMaking
        ? "Making the data set"
        : made
          ? `The data set is ready: ${counted(made.dataSet.manifest.counts.export.records, "example")}`
          : isCounted
            ? `${counted(account.conversations, "conversation")}, ${counted(tally.counts.export.records, "example")}, ${counted(tally.counts.filtered, "conversation")} filtered out`
            : "";
  return <VisuallyHidden role="status">{text}</VisuallyHidden>;
}
