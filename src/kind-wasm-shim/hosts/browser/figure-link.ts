import type { TimedInput } from '../../kernel/simulation.ts';

/** Everything that brings a figure back to exactly one state. Plain JSON. */
export interface FigureLink {
  /** The scenario and the version of it that the link was made with. */
  readonly scenario: string;
  readonly version: number;
  readonly seed: number;
  readonly inputs: readonly TimedInput<unknown>[];
  /** The seq of the log entry that is shown. */
  readonly cursor: number;
  /** The reader's own algorithm, file name to text. It is never run without being asked for. */
  readonly edits?: Readonly<Record<string, string>>;
}

/** Why a link cannot be followed. `found` is the value that was met, where one was. */
export interface FigureLinkProblem {
  readonly problem: 'tooLarge' | 'otherFormat' | 'damaged' | 'notAState';
  readonly found?: string;
}

export type DecodedFigureLink =
  | { readonly link: FigureLink }
  | { readonly problem: FigureLinkProblem['problem']; readonly found?: string };

/** The longest fragment that is read, and the longest text that may come out of it: a link is no way to fill a memory. */
export const longestFigureLink = 64_000;
const longestState = 512_000;
const format = '1';

/** Writes a state as text that may stand in a URL's fragment: the format's number, a dot, and compressed JSON. The
 *  compression carries a checksum, so that a link with a letter missing is known for what it is. */
export async function encodeFigureLink(link: FigureLink): Promise<string> {
  const { scenario, version, seed, inputs, cursor, edits } = link;
  const state = [
    scenario,
    version,
    seed,
    inputs.map(({ atMs, input }) => [atMs, input]),
    cursor,
    ...(edits ? [edits] : []),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(bytes, new CompressionStream('deflate'), Number.POSITIVE_INFINITY);
  return `${format}.${toBase64URL(packed)}`;
}

/** Reads what `encodeFigureLink` wrote. Whatever the text holds, the answer is a state or a problem, never a throw; what
 *  the inputs mean is for their scenario to check. */
export async function decodeFigureLink(text: string): Promise<DecodedFigureLink> {
  if (text.length > longestFigureLink) return { problem: 'tooLarge', found: String(text.length) };
  const [, found, body] = /^([0-9A-Za-z]{1,8})\.(.*)$/s.exec(text) ?? [];
  if (found === undefined || body === undefined) return { problem: 'damaged' };
  if (found !== format) return { problem: 'otherFormat', found };
  let state: unknown;
  try {
    const bytes = await through(fromBase64URL(body), new DecompressionStream('deflate'), longestState);
    state = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return error instanceof TooLarge ? { problem: 'tooLarge', found: error.message } : { problem: 'damaged' };
  }
  const link = readState(state);
  return link ? { link } : { problem: 'notAState' };
}

function readState(state: unknown): FigureLink | undefined {
  if (!Array.isArray(state) || state.length < 5 || state.length > 6) return undefined;
  const [scenario, version, seed, inputs, cursor, edits] = state as unknown[];
  if (typeof scenario !== 'string' || scenario.length > 200) return undefined;
  if (!isCount(version) || !isCount(seed) || !isCount(cursor)) return undefined;
  if (!Array.isArray(inputs) || inputs.length > 200) return undefined;
  const timed: TimedInput<unknown>[] = [];
  for (const pair of inputs) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'number') return undefined;
    if (!(pair[0] >= 0 && pair[0] <= 86_400_000)) return undefined;
    timed.push({ atMs: pair[0], input: pair[1] });
  }
  if (edits === undefined) return { scenario, version, seed, inputs: timed, cursor };
  if (typeof edits !== 'object' || edits === null || Array.isArray(edits)) return undefined;
  if (!Object.values(edits).every((content) => typeof content === 'string')) return undefined;
  return { scenario, version, seed, inputs: timed, cursor, edits: edits as Record<string, string> };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

class TooLarge extends Error {}

/** Sends bytes through a (de)compressor and stops it as soon as more than `longest` bytes have come out. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  longest: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > longest) {
      await reader.cancel();
      throw new TooLarge(`more than ${longest}`);
    }
    parts.push(value);
  }
}

function toBase64URL(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64URL(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9A-Za-z_-]*$/.test(text)) throw new Error('a character that base64url does not have');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
