import { Center, Loader, Stack, Text } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";

import { type Library, loadLibrary } from "./library";
import { ProblemNote } from "./parts/problem-note";
import { StartScreen } from "./parts/start-screen";
import { Project } from "./project";
import { sampleFile } from "./sample";
import { Workbench } from "./workbench";

export function App() {
  const [loaded, setLoaded] = useState<{ library: Library; project: Project } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    loadLibrary().then(
      (library) => setLoaded({ library, project: new Project(library) }),
      (error: unknown) => setFailure(String(error)),
    );
  }, []);
  if (failure !== null) {
    return (
      <Center component="main" mih="100vh" p="lg">
        <ProblemNote
          problem={{
            title: "The library could not be loaded",
            text: failure,
            hint: "the page needs a browser of 2023 or later that may run WebAssembly; serve it over HTTP, not from a file",
          }}
        />
      </Center>
    );
  }
  if (loaded === null) {
    return (
      <Center component="main" mih="100vh" aria-busy="true">
        <Stack align="center" gap="sm">
          <Loader aria-hidden="true" />
          <Text role="status">Loading Foundry …</Text>
        </Stack>
      </Center>
    );
  }
  return <Started {...loaded} />;
}

function Started({ library, project }: { library: Library; project: Project }) {
  const state = useSyncExternalStore(project.subscribe, project.snapshot);
  if (state.files.length === 0) {
    return <StartScreen onFiles={(files) => void project.open(files)} onSample={() => void project.open([sampleFile()])} />;
  }
  return <Workbench project={project} state={state} constants={library.constants} />;
}
