import { decodeFigureLink, encodeFigureLink } from 'kind-wasm-shim/hosts/browser/figure-link.ts';
import { type LabState, readState } from './lab-store.ts';

const scenario = 'own-plugin';
const version = 1;

/** The address of this page with the whole state in it. */
export async function linkOf(state: LabState): Promise<string> {
  const { draft, ...rest } = state;
  const edits = { state: JSON.stringify({ ...rest, args: draft.args }), ...draft.files };
  const packed = await encodeFigureLink({ scenario, version, seed: state.firstSeed, inputs: [], cursor: 0, edits });
  const url = new URL(location.href);
  url.hash = `plugin=${packed}`;
  return url.href;
}

/** What the address brings along: a state, nothing, or something that cannot be read. */
export async function linkedState(hash: string): Promise<LabState | 'unreadable' | undefined> {
  const packed = /^#plugin=(.*)$/s.exec(hash)?.[1];
  if (packed === undefined) return undefined;
  const decoded = await decodeFigureLink(packed);
  if (!('link' in decoded) || decoded.link.scenario !== scenario || decoded.link.version !== version)
    return 'unreadable';
  const { state = '', ...files } = decoded.link.edits ?? {};
  try {
    const { args, ...rest } = JSON.parse(state) as { args?: unknown };
    return readState({ ...rest, draft: { files, args } });
  } catch {
    return 'unreadable';
  }
}
