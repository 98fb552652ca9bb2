import { Button, Container, Group, List, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { Dropzone, type FileRejection } from "@mantine/dropzone";
import { IconFileUpload, IconLockCheck, IconShieldCheck, IconTable, IconWand } from "@tabler/icons-react";
import { useState } from "react";

import { ColorSchemeToggle, Logo } from "./brand";
import { ProblemNote } from "./problem-note";

/** The first screen: drop a file, or try the sample. */
export function StartScreen({ onFiles, onSample }: { onFiles: (files: File[]) => void; onSample: () => void }) {
  const [refused, setRefused] = useState<FileRejection[]>([]);
  return (
    <>
      <Group component="header" justify="space-between" px="lg" py="md">
        <Logo />
        <ColorSchemeToggle />
      </Group>
      <Container component="main" size={820} pb="xl" className="start">
        <Stack gap="xl">
          <Stack gap="sm" align="center" ta="center">
            <Title order={1} className="start-title">
              See your training data before anyone else does
            </Title>
            <Text size="lg" c="dimmed" maw={620}>
              Drop an export of your help desk. You get clean, de-identified conversations, line by line, and the reason for
              every change.
            </Text>
          </Stack>
          <Dropzone
            onDrop={onFiles}
            onReject={setRefused}
            maxFiles={32}
            className="drop"
            aria-label="Drop files here, or press Enter to choose them"
            inputProps={{ "aria-label": "Files to preview" }}
          >
            <Stack align="center" gap="xs" className="drop-inside">
              <ThemeIcon size={64} radius="xl" variant="light" aria-hidden="true">
                <IconFileUpload size={34} stroke={1.6} />
              </ThemeIcon>
              <Text fw={650} size="lg">
                Drop CSV, Excel or JSON here
              </Text>
              <Text c="dimmed" size="sm">
                or click to choose: also NDJSON, mbox, WhatsApp and Slack exports, gzip and zstd
              </Text>
            </Stack>
          </Dropzone>
          {refused.length > 0 && (
            <ProblemNote
              problem={{ title: "These files were not taken", text: "only files can be dropped, at most 32 at a time" }}
            />
          )}
          <Group justify="center">
            <Button variant="default" size="md" leftSection={<IconWand size={18} aria-hidden="true" />} onClick={onSample}>
              Try the sample
            </Button>
          </Group>
          <List className="promises" center spacing="md" listStyleType="none">
            <Promise icon={<IconLockCheck size={18} />}>
              <b>Nothing leaves this page.</b> It runs in your browser and makes no request once it is loaded.
            </Promise>
            <Promise icon={<IconTable size={18} />}>
              <b>Columns are understood.</b> Every guess comes with its reasons, and you can overrule it.
            </Promise>
            <Promise icon={<IconShieldCheck size={18} />}>
              <b>Checked twice.</b> No line is written in which an original value is found again.
            </Promise>
          </List>
        </Stack>
      </Container>
    </>
  );
}

function Promise({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <List.Item
      icon={
        <ThemeIcon variant="light" radius="xl" size={34} aria-hidden="true">
          {icon}
        </ThemeIcon>
      }
    >
      <Text size="sm">{children}</Text>
    </List.Item>
  );
}
