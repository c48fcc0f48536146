import { type JudgeSettings, usualJudgeSettings } from '../../scenarios/own-plugin/verdict.ts';
import { startOf, templates } from './starts.ts';

/** The longest text of one file that is kept, linked or run. */
export const longestFile = 100_000;

/** What the reader has made of one start. Texts of files that are not edited are left out. */
export interface Draft {
  readonly files: Readonly<Record<string, string>>;
  readonly args?: string;
}

/** Everything that the page keeps and a link holds. */
export interface LabState {
  readonly start: string;
  readonly draft: Draft;
  readonly version: 'v0.28.1' | 'v0.36.0';
  readonly seeds: number;
  readonly firstSeed: number;
  readonly settings: JudgeSettings;
}

export const usualState: LabState = {
  start: templates[0]?.id ?? '',
  draft: { files: {} },
  version: 'v0.28.1',
  seeds: 50,
  firstSeed: 1,
  settings: usualJudgeSettings,
};

const currentKey = 'podlab:plugin-lab';
const draftKey = (start: string) => `podlab:plugin-lab:${start}`;

/** Keeps the reader's plugins in the browser, one draft for each start, until they are reset. Where storage is refused, they live
 *  as long as the page. */
export const labStore = {
  read(): LabState {
    const state = readState(parse(get(currentKey)));
    return { ...state, draft: this.draft(state.start) };
  },
  draft: (start: string): Draft => readDraft(parse(get(draftKey(start)))),
  write(state: LabState): void {
    const { draft, ...rest } = state;
    const isEdited = Object.keys(draft.files).length > 0 || draft.args !== undefined;
    put(draftKey(state.start), isEdited ? JSON.stringify(draft) : undefined);
    put(currentKey, JSON.stringify(rest));
  },
};

/** A state out of something that came from a link or from storage: what is not as expected is the usual. */
export function readState(value: unknown): LabState {
  const { start, draft, version, seeds, firstSeed, settings } = fields(value);
  const { cycles, targetPercent, scoringStrategy, nodeFit } = fields(settings);
  const usual = usualState;
  return {
    start: typeof start === 'string' ? startOf(start).id : usual.start,
    draft: readDraft(draft),
    version: version === 'v0.36.0' ? version : 'v0.28.1',
    seeds: whole(seeds, 1, 1000, usual.seeds),
    firstSeed: whole(firstSeed, 0, 1_000_000_000, usual.firstSeed),
    settings: {
      cycles: whole(cycles, 1, 20, usual.settings.cycles),
      targetPercent: whole(targetPercent, 1, 100, usual.settings.targetPercent),
      scoringStrategy: scoringStrategy === 'MostAllocated' ? scoringStrategy : 'LeastAllocated',
      nodeFit: nodeFit === true,
    },
  };
}

function readDraft(value: unknown): Draft {
  const { files, args } = fields(value);
  const texts = Object.entries(fields(files)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= longestFile,
  );
  return { files: Object.fromEntries(texts), ...(typeof args === 'string' ? { args } : {}) };
}

function whole(value: unknown, low: number, high: number, usual: number): number {
  return Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high
    ? (value as number)
    : usual;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    // Damaged storage holds nothing.
    return undefined;
  }
}

function get(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function put(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Refused or full: it stays on the page.
  }
}
