import {
  Accordion,
  Badge,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Slider,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Textarea,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { Constants, EntityType, MessageKind, OperatorSettings as Operator, PiiSettings, Settings } from "@foundry/wasm/shapes.js";
import { useId, useState } from "react";

import type { Problem } from "../project";
import { FORMATS, OPERATORS, POLICIES, count, entityName, sentence } from "../words";
import { ProblemNote } from "./problem-note";

interface Props {
  settings: Settings;
  constants: Constants;
  /** Findings by type, in what was looked at. */
  found: Record<string, number>;
  problem: Problem | null;
  onChange: (settings: Settings) => void;
}

const AGES = [
  { value: "", label: "Any time" },
  { value: "3months", label: "Last 3 months" },
  { value: "6months", label: "Last 6 months" },
  { value: "1years", label: "Last year" },
  { value: "2years", label: "Last 2 years" },
];

/** The settings of the run. Each change shows at once. */
export function SettingsPanel({ settings, constants, found, problem, onChange }: Props) {
  const pii = settings.piiSettings ?? {};
  const filter = settings.filterSettings ?? {};
  const config = settings.exportConfig ?? {};
  const setPii = (change: PiiSettings): void => onChange({ ...settings, piiSettings: { ...pii, ...change } });
  const setFilter = (change: typeof filter): void => onChange({ ...settings, filterSettings: { ...filter, ...change } });
  const setConfig = (change: typeof config): void => onChange({ ...settings, exportConfig: { ...config, ...change } });
  const rules = (pii.allowList?.length ?? 0) + (pii.denyList?.length ?? 0) + (pii.customPatterns?.length ?? 0) + phrases(pii).length;
  return (
    <div className="settings">
      {problem && <ProblemNote problem={problem} />}
      <Accordion multiple defaultValue={["pii", "filter", "format"]} variant="default" order={2} className="sections">
        <Accordion.Item value="pii">
          <Accordion.Control>Personal data</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Switch
                label="Remove personal data"
                checked={pii.enabled ?? true}
                onChange={(event) => setPii({ enabled: event.currentTarget.checked })}
              />
              <Select
                label="Policy"
                description="A set of rules made for a purpose"
                clearable
                clearButtonProps={{ "aria-label": "No policy" }}
                placeholder="None: the default types"
                value={pii.policy ?? null}
                data={constants.policies.map((value) => ({ value, label: POLICIES[value] ?? sentence(value) }))}
                onChange={(policy) => setPii({ policy: policy ?? undefined })}
              />
              <MinScore value={pii.minScore ?? 0.4} onChange={(minScore) => setPii({ minScore })} />
              <Entities settings={settings} constants={constants} onChange={setPii} />
              <Operators found={found} operators={pii.operators ?? {}} onChange={(operators) => setPii({ operators })} />
              {needsKey(settings) && (
                <Delayed value={pii.hashKey ?? ""} onSettled={(hashKey) => setPii({ hashKey: hashKey || undefined })}>
                  {(value, set) => (
                    <TextInput
                      label="Key"
                      description="Hashes and stand-ins are drawn from it; it stays on this page and is in no file"
                      value={value}
                      onChange={(event) => set(event.currentTarget.value)}
                    />
                  )}
                </Delayed>
              )}
              <Switch
                label="Read names with the model"
                checked={(pii.nameModel ?? "high_recall") !== "off"}
                onChange={(event) => setPii({ nameModel: event.currentTarget.checked ? undefined : "off" })}
              />
              <Switch
                label="Say customer or agent in tokens of names"
                checked={pii.roleNames ?? false}
                onChange={(event) => setPii({ roleNames: event.currentTarget.checked })}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="rules">
          <Accordion.Control>
            <Group gap={8}>
              Own rules{" "}
              {rules > 0 && (
                <Badge size="sm" variant="light">
                  {rules}
                </Badge>
              )}
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <TagsInput
                label="Stays readable"
                description="Whole values, in any case"
                value={pii.allowList ?? []}
                onChange={(allowList) => setPii({ allowList })}
              />
              <TagsInput
                label="Stays readable within"
                description="Phrases in which nothing is personal"
                splitChars={[]}
                value={phrases(pii)}
                onChange={(allowPhrases) => setPii({ allowPhrases })}
              />
              <TagsInput
                label="Always removed"
                description="As whole words, in any case"
                value={pii.denyList ?? []}
                onChange={(denyList) => setPii({ denyList })}
              />
              <TagsInput
                label="Mail domains that stay"
                placeholder="example.com"
                value={pii.emailDomainAllowList ?? []}
                onChange={(emailDomainAllowList) => setPii({ emailDomainAllowList })}
              />
              <TagsInput
                label="Companies that stay"
                value={pii.companyAllowList ?? []}
                onChange={(companyAllowList) => setPii({ companyAllowList })}
              />
              <Switch
                label="Lists overrule personal columns"
                checked={pii.forceAllowLists ?? false}
                onChange={(event) => setPii({ forceAllowLists: event.currentTarget.checked })}
              />
              {(pii.customPatterns ?? []).length > 0 && (
                <TagsInput
                  label="Patterns"
                  value={(pii.customPatterns ?? []).map((pattern) => `${pattern.token}: ${pattern.pattern}`)}
                  onChange={(left) =>
                    setPii({
                      customPatterns: pii.customPatterns?.filter((pattern) => left.includes(`${pattern.token}: ${pattern.pattern}`)),
                    })
                  }
                />
              )}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="clean">
          <Accordion.Control>Cleaning</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Switch
                label="Cut quotes, signatures and notices"
                checked={settings.cleanSettings?.enabled ?? true}
                onChange={(event) =>
                  onChange({ ...settings, cleanSettings: { ...settings.cleanSettings, enabled: event.currentTarget.checked } })
                }
              />
              <MultiSelect
                label="Leave out messages that are"
                placeholder="Nothing is left out"
                value={settings.cleanSettings?.dropMessages ?? []}
                data={["auto_reply", "out_of_office", "chat_event", "ticket_note"].map((value) => ({
                  value,
                  label: sentence(value),
                }))}
                onChange={(kinds) =>
                  onChange({ ...settings, cleanSettings: { ...settings.cleanSettings, dropMessages: kinds as MessageKind[] } })
                }
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="filter">
          <Accordion.Control>Filters</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Group grow align="flex-start">
                <NumberInput
                  label="Messages, at least"
                  min={0}
                  max={1_000}
                  value={filter.minMessageCount ?? 1}
                  onChange={(value) => setFilter({ minMessageCount: Number(value) || 0 })}
                />
                <NumberInput
                  label="Words, at least"
                  min={0}
                  max={100_000}
                  value={filter.minWordCount ?? 0}
                  onChange={(value) => setFilter({ minWordCount: Number(value) || 0 })}
                />
              </Group>
              <MultiSelect
                label="Must have spoken"
                value={filter.requireRoles ?? []}
                data={[
                  { value: "customer", label: "Customer" },
                  { value: "agent", label: "Agent" },
                ]}
                onChange={(roles) => setFilter({ requireRoles: roles as typeof filter.requireRoles })}
              />
              <Select
                label="Last message"
                allowDeselect={false}
                value={filter.dateRange?.rolling ?? ""}
                data={AGES}
                onChange={(rolling) => setFilter({ dateRange: rolling ? { rolling } : undefined })}
              />
              <TagsInput
                label="Only with status"
                placeholder={filter.statusFilter?.length ? undefined : "Any"}
                value={filter.statusFilter ?? []}
                onChange={(statusFilter) => setFilter({ statusFilter })}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="format">
          <Accordion.Control>Format</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Select
                label="Export as"
                description={FORMATS[settings.exportFormat ?? "jsonl_conversation"]?.about}
                allowDeselect={false}
                searchable
                value={settings.exportFormat ?? "jsonl_conversation"}
                data={constants.exportFormats.map((value) => ({ value, label: FORMATS[value]?.name ?? sentence(value) }))}
                onChange={(exportFormat) => exportFormat && onChange({ ...settings, exportFormat })}
              />
              <Delayed
                value={config.systemPromptText ?? ""}
                onSettled={(text) =>
                  setConfig({ includeSystemPrompt: text.trim() !== "", systemPromptText: text.trim() === "" ? undefined : text })
                }
              >
                {(value, set) => (
                  <Textarea
                    label="System prompt"
                    autosize
                    minRows={2}
                    maxRows={6}
                    placeholder="None"
                    value={value}
                    onChange={(event) => set(event.currentTarget.value)}
                  />
                )}
              </Delayed>
              <NumberInput
                label="Turns of context"
                min={0}
                max={100}
                value={config.contextWindow ?? 0}
                onChange={(value) => setConfig({ contextWindow: Number(value) || 0 })}
              />
              <Switch
                label="Write metadata"
                checked={config.includeMetadata ?? false}
                onChange={(event) => setConfig({ includeMetadata: event.currentTarget.checked })}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </div>
  );
}

function phrases(pii: NonNullable<Settings["piiSettings"]>): string[] {
  return pii.allowPhrases ?? [];
}

function needsKey({ piiSettings }: Settings): boolean {
  const wanted = ["hash", "surrogate", "shift_date"];
  const all = [...Object.values(piiSettings?.operators ?? {}), ...(piiSettings?.defaultOperator ? [piiSettings.defaultOperator] : [])];
  return all.some((operator) => wanted.includes(operator.type));
}

function MinScore({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [now, setNow] = useState(value);
  const id = useId();
  return (
    <div>
      <Text size="sm" fw={500} id={id}>
        Least certainty: {Math.round(now * 100)} %
      </Text>
      <Slider
        min={0}
        max={1}
        step={0.05}
        label={null}
        value={now}
        thumbProps={{ "aria-labelledby": id }}
        onChange={setNow}
        onChangeEnd={onChange}
      />
    </div>
  );
}

/** Which types are looked for: what differs from the default is kept as additions and removals. */
function Entities({
  settings,
  constants,
  onChange,
}: {
  settings: Settings;
  constants: Constants;
  onChange: (change: PiiSettings) => void;
}) {
  const pii = settings.piiSettings ?? {};
  const usual = new Set<EntityType>(pii.entities ?? constants.defaultEntityTypes);
  const removed = new Set<EntityType>(pii.removeEntities ?? []);
  const chosen = constants.entityTypes.filter((type) => (usual.has(type) || pii.addEntities?.includes(type)) && !removed.has(type));
  return (
    <MultiSelect
      label={`Types looked for (${chosen.length})`}
      searchable
      clearable={false}
      maxDropdownHeight={300}
      className="entities"
      classNames={{ pill: "entity-pill" }}
      value={chosen}
      data={constants.entityTypes.map((value) => ({ value, label: entityName(value) }))}
      onChange={(next) => {
        const wanted = new Set(next as EntityType[]);
        onChange({
          addEntities: [...wanted].filter((type) => !usual.has(type)),
          removeEntities: [...usual].filter((type) => !wanted.has(type)),
        });
      }}
    />
  );
}

/** What becomes of the types that were found. */
function Operators({
  found,
  operators,
  onChange,
}: {
  found: Record<string, number>;
  operators: Record<string, Operator>;
  onChange: (operators: Record<string, Operator>) => void;
}) {
  const types = [...new Set([...Object.keys(found), ...Object.keys(operators)])].sort(
    (a, b) => (found[b] ?? 0) - (found[a] ?? 0) || a.localeCompare(b),
  );
  if (types.length === 0) return null;
  return (
    <fieldset className="operators">
      <legend>What becomes of them</legend>
      {types.map((type) => (
        <Group key={type} gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" truncate miw={0} title={entityName(type)}>
            {entityName(type)}{" "}
            <Text span size="xs" c="dimmed">
              {count(found[type] ?? 0)}
            </Text>
          </Text>
          <Select
            size="xs"
            className="operator"
            aria-label={`What becomes of: ${entityName(type)}`}
            allowDeselect={false}
            comboboxProps={{ width: 200, position: "bottom-end" }}
            value={operators[type]?.type ?? "replace"}
            data={OPERATORS}
            onChange={(value) => {
              const { [type]: _, ...others } = operators;
              const operator = (value === "mask" ? { type: "mask", keepLast: 4 } : { type: value }) as Operator;
              onChange(value === "replace" || value === null ? others : { ...others, [type]: operator });
            }}
          />
        </Group>
      ))}
    </fieldset>
  );
}

/** What is typed takes effect when typing pauses. */
function Delayed({
  value,
  onSettled,
  children,
}: {
  value: string;
  onSettled: (value: string) => void;
  children: (value: string, set: (value: string) => void) => React.ReactNode;
}) {
  const [now, setNow] = useState(value);
  const settle = useDebouncedCallback(onSettled, 350);
  return children(now, (next) => {
    setNow(next);
    settle(next);
  });
}
