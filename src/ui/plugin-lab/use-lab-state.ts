import { useEffect, useRef, useState } from 'preact/hooks';
import { linkedState } from './lab-link.ts';
import { type Draft, type LabState, labStore, usualState } from './lab-store.ts';
import { filesOf, startOf } from './starts.ts';

/** The reader's plugin and its conditions, and what can be done to them. */
export interface LabEdit {
  readonly state: LabState;
  /** The files on the screen; undefined while those of a built-in plugin are loading, or when they could not be. */
  readonly texts: Readonly<Record<string, string>> | undefined;
  readonly loading: 'no' | 'yes' | 'failed';
  /** Rises when the texts change other than by edit(). */
  readonly revision: number;
  readonly args: string;
  readonly edited: boolean;
  readonly isEdited: (path: string) => boolean;
  readonly fromLink: boolean;
  readonly linkUnreadable: boolean;
  readonly undoable: Draft | undefined;
  readonly choose: (start: string) => void;
  readonly edit: (path: string, text: string) => void;
  readonly setArgs: (text: string) => void;
  readonly set: (change: Partial<Omit<LabState, 'draft' | 'start'>>) => void;
  readonly reset: () => void;
  readonly undoReset: () => void;
  /** The reader has seen the link's code and wants it run. */
  readonly trust: () => void;
}

/** Holds the edit, keeps it in the browser, and takes up what a link brings. A link's code does not overwrite what was kept until
 *  the reader runs or changes it. */
export function useLabState(): LabEdit {
  const [state, setState] = useState<LabState>(usualState);
  const [original, setOriginal] = useState(startOf(usualState.start).files);
  const [loading, setLoading] = useState<LabEdit['loading']>('no');
  const [revision, setRevision] = useState(0);
  const [fromLink, setFromLink] = useState(false);
  const [linkUnreadable, setLinkUnreadable] = useState(false);
  const [undoable, setUndoable] = useState<Draft>();
  const latest = useRef(state);
  latest.current = state;
  const originals = useRef(original);
  originals.current = original;

  const show = async (next: LabState) => {
    latest.current = next;
    setState(next);
    const start = startOf(next.start);
    setOriginal(start.files);
    setRevision((number) => number + 1);
    if (start.files !== undefined) return setLoading('no');
    setLoading('yes');
    try {
      const files = await filesOf(start);
      if (latest.current.start !== next.start) return;
      if (Object.keys(files).length === 0) return setLoading('failed');
      setOriginal(files);
      setLoading('no');
      setRevision((number) => number + 1);
    } catch {
      // Offline, most likely: choosing the plugin again tries again.
      if (latest.current.start === next.start) setLoading('failed');
    }
  };

  // After the first frame, which is the same for everybody and comes from the build.
  useEffect(() => {
    const arrive = async (first: boolean) => {
      const linked = await linkedState(location.hash);
      setLinkUnreadable(linked === 'unreadable');
      setFromLink(typeof linked === 'object');
      if (typeof linked === 'object') return show(linked);
      if (first) await show(labStore.read());
    };
    const onHash = () => void arrive(false);
    void arrive(true);
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);

  const put = (next: LabState) => {
    latest.current = next;
    setState(next);
    setFromLink(false);
    labStore.write(next);
  };
  const putDraft = (draft: Draft) => put({ ...latest.current, draft });
  const { draft } = state;
  return {
    ...{ state, loading, revision, fromLink, linkUnreadable, undoable },
    texts: original && textsOf(original, draft),
    args: draft.args ?? startOf(state.start).args,
    edited: Object.keys(draft.files).length > 0 || draft.args !== undefined,
    isEdited: (path) => draft.files[path] !== undefined,
    choose(start) {
      setUndoable(undefined);
      setFromLink(false);
      const next = { ...latest.current, start, draft: labStore.draft(start) };
      labStore.write(next);
      void show(next);
    },
    edit(path, text) {
      const { files, ...rest } = latest.current.draft;
      if ((files[path] ?? originals.current?.[path]) === text) return;
      setUndoable(undefined);
      const { [path]: _, ...others } = files;
      putDraft({ ...rest, files: originals.current?.[path] === text ? others : { ...others, [path]: text } });
    },
    setArgs: (args) => putDraft({ ...latest.current.draft, args }),
    set: (change) => put({ ...latest.current, ...change }),
    reset() {
      setUndoable(latest.current.draft);
      putDraft({ files: {} });
      setRevision((number) => number + 1);
    },
    undoReset() {
      if (undoable) putDraft(undoable);
      setUndoable(undefined);
      setRevision((number) => number + 1);
    },
    trust() {
      if (fromLink) put(latest.current);
    },
  };
}

/** Texts of files that the start does not have are left out. */
function textsOf(original: Readonly<Record<string, string>>, { files }: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(original).map(([path, text]) => [path, files[path] ?? text]));
}
