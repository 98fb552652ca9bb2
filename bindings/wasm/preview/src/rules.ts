/** What a person decides about findings, kept as rules of the settings. */

import type { Settings } from "@foundry/wasm/shapes.js";

import type { Project } from "./project";

export interface Rules {
  /** Leaves a value readable wherever it stands; `known` is one of a personal column. */
  keep(value: string, known: boolean): Undo;
  /** Leaves a value readable within these words alone. */
  keepWithin(phrase: string): Undo;
  /** Removes a value wherever it stands: by the deny list, or, with a token of its own, by a pattern. */
  remove(value: string, token: string | null): Undo;
}

/** Puts the settings back. */
export type Undo = () => void;

export function rulesOf(project: Project, settings: Settings): Rules {
  const pii = settings.piiSettings ?? {};
  const undo = (): void => project.change(settings);
  const added = (list: string[] | undefined, value: string): string[] =>
    list?.includes(value) ? list : [...(list ?? []), value];
  return {
    keep(value, known) {
      const denyList = pii.denyList?.filter((text) => text !== value);
      project.changePii({
        allowList: added(pii.allowList, value),
        denyList,
        ...(known ? { forceAllowLists: true } : {}),
      });
      return undo;
    },
    keepWithin(phrase) {
      project.changePii({ allowPhrases: added(pii.allowPhrases, phrase) });
      return undo;
    },
    remove(value, token) {
      const allowList = pii.allowList?.filter((text) => text !== value);
      if (token === null) {
        project.changePii({ denyList: added(pii.denyList, value), allowList });
      } else {
        const pattern = { pattern: patternOf(value), token, description: "added in the preview" };
        project.changePii({ customPatterns: [...(pii.customPatterns ?? []), pattern], allowList });
      }
      return undo;
    },
  };
}

/** A pattern that matches this text as whole words, whatever its case. */
function patternOf(value: string): string {
  const literal = value.trim().replace(/[\\^$.*+?()[\]{}|#&~-]/g, "\\$&").replace(/\s+/g, "\\s+");
  const edge = (character: string | undefined): string => (character && /[\p{L}\p{N}_]/u.test(character) ? "\\b" : "");
  const characters = [...value.trim()];
  return `(?i)${edge(characters[0])}${literal}${edge(characters.at(-1))}`;
}
