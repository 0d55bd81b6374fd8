/**
 * The workflow library: the files of `workflows/`, and what people added in their own server or workspace.
 *
 * A graph in API format whose side file lists its inputs is usable as it is. Every other form is read by a worker, for what
 * its backends have, and is usable as soon as such a reading is there. What cannot be used is kept as a fault with a
 * reason, so that asking for it gets a clear answer and the others work on.
 */
import type { Text } from './card.ts';
import { saidBy } from './errors.ts';
import { type About, aboutSource } from './library/about.ts';
import { type FolderRead, type FolderSource, readFolder } from './library/folder.ts';
import { type Known, knowsNothing } from './library/knowledge.ts';
import { refusalOf } from './library/refusal.ts';
import { parseSide } from './library/side.ts';
import { type ChatSource, type Scope, scopeKey } from './library/source.ts';
import type { Values, Workflow } from './workflow.ts';

export interface Library {
  /**
   * What can be used there, in the order people see it; the first is the default. Without a scope: the folder's.
   * Workflows of the folder are everybody's; those added in a server or workspace are seen there only.
   */
  all(scope?: Scope): Workflow[];
  get(name: string, scope?: Scope): Workflow | undefined;
  /** Names of what cannot be used there (yet), with the reason. */
  faults(scope?: Scope): Map<string, Text>;
  /** Everything known of one workflow, usable or not: inputs with reasons, what each backend lacks, where it is from. */
  about(name: string, scope?: Scope): About | undefined;
  /** The same of one that is not added yet: a file that was kept (`core.workflowFiles.keep`). @throws UserError for its side file */
  draft(draft: Draft): About;
  /** Why no backend that is here can run it with these values, in words; null when one can, or when none is here to ask. */
  refusal(workflow: Workflow, values?: Values): Text | null;
  /** Reads the folder again. */
  reload(): Promise<void>;
}

export interface FolderLibrary extends Library {
  /** What the folder holds that can be used, or read. */
  sources(): readonly FolderSource[];
}

export type Draft = Pick<ChatSource, 'name' | 'file' | 'side'>;

/**
 * @param knowledge asked anew whenever the library is; the same object stands for the same knowledge.
 * @param onRefused whoever looks after the backends may want to look again whether they still lack what they lacked.
 */
export async function openLibrary(
  folder: string,
  knowledge: () => Known = () => knowsNothing,
  onRefused: () => void = () => {},
): Promise<FolderLibrary> {
  let read: FolderRead = { sources: [], faults: new Map() };
  let made = new Map<string, Map<string, About>>();
  let madeOf: Known | null = null;

  /** The folder's own under '', each scope's under its key. */
  function everywhere(): Map<string, Map<string, About>> {
    const known = knowledge();
    if (madeOf === known) return made;
    made = new Map([['', new Map()]]);
    for (const source of read.sources) {
      const about = aboutSource({ ...source, added: null, chat: false }, known);
      made.get('')?.set(source.name, about);
    }
    for (const [scope, sources] of Map.groupBy(known.sources, scopeKey))
      made.set(scope, new Map(sources.map((source) => aboutAdded(source, known))));
    madeOf = known;
    return made;
  }

  /** A name of the folder's is the folder's everywhere. */
  function seen(scope?: Scope): Map<string, About> {
    const all = everywhere();
    const own = scope?.space === undefined ? undefined : all.get(scopeKey(scope));
    return new Map([...(own ?? []), ...(all.get('') ?? [])]);
  }

  const library: FolderLibrary = {
    all: (scope) =>
      [...seen(scope).values()]
        .flatMap(({ workflow }) => workflow ?? [])
        .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name)),
    get: (name, scope) => seen(scope).get(name)?.workflow ?? undefined,
    faults(scope) {
      const faults = new Map<string, Text>(read.faults);
      for (const [name, { fault }] of seen(scope)) if (fault !== null) faults.set(name, fault);
      return faults;
    },
    about: (name, scope) => seen(scope).get(name),
    draft: (draft) => aboutSource(fromChat(draft, null), knowledge()),
    refusal(workflow, values = {}) {
      const refusal = refusalOf(workflow, values, knowledge());
      if (refusal !== null) onRefused();
      return refusal;
    },
    sources: () => read.sources,
    async reload() {
      read = await readFolder(folder);
      madeOf = null;
    },
  };
  await library.reload();
  return library;
}

function aboutAdded(source: ChatSource, known: Known): [string, About] {
  const added = { by: source.addedBy, at: source.addedAt };
  try {
    return [source.name, aboutSource(fromChat(source, added), known)];
  } catch (thrown) {
    // Its side file was right when it was added, for the code of that day.
    const about = aboutSource(fromChat({ ...source, side: null }, added), known);
    return [source.name, { ...about, sideText: source.side, workflow: null, fault: saidBy(thrown) }];
  }
}

function fromChat({ name, file, side: sideText }: Draft, added: About['added']) {
  const side = sideText === null ? {} : parseSide(sideText, `${name}.yaml`);
  return { name, file, sideText, side, graph: null, added, chat: true };
}
