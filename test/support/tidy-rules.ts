import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

/** A source file of the project, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a rule has to say about a file: where, what was expected, and what to write instead. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export type Rule = (file: SourceFile) => Finding[];

const shim = 'src/kind-wasm-shim';

/** The layers from left to right: a file may import from its own part and from layers left of it. Parts of one layer
 *  meet in API objects, never by import. */
const layers: readonly (readonly string[])[] = [
  [`${shim}/kernel`],
  [`${shim}/kubernetes/api`],
  [`${shim}/kubernetes/apiserver`, `${shim}/kubernetes/cri`],
  [
    `${shim}/kubernetes/kubelet`,
    `${shim}/kubernetes/scheduler`,
    `${shim}/kubernetes/controllers`,
    `${shim}/kubernetes/descheduler`,
  ],
  [`${shim}/cluster`],
  [`${shim}/shell`, `${shim}/guest`],
  ['src/scenarios'],
  ['src/projections'],
  [`${shim}/hosts`],
  ['src/ui'],
  ['src/layouts'],
  ['src/pages'],
  ['src/tools'],
];

/** Imports point one way. */
export const importsPointLeft: Rule = (file) => {
  const from = partOf(file.path);
  if (!from) return [];
  return importsOf(file).flatMap(({ target, line }) => {
    const to = partOf(target);
    if (!to || to.part === from.part || to.layer < from.layer) return [];
    const message =
      to.layer === from.layer
        ? `${from.part} imports ${target}, but parts of one layer meet in API objects: move what both need into a layer left of them`
        : `${from.part} imports ${target}, which lies to its right: hand it in as a parameter, or move it left`;
    return [{ path: file.path, line, message }];
  });
};

/** The shim knows nothing of the site, and could be published alone. */
export const shimStandsAlone: Rule = (file) => {
  if (!file.path.startsWith(`${shim}/`)) return [];
  return importsOf(file)
    .filter(({ target }) => target.startsWith('src/') && !target.startsWith(`${shim}/`))
    .map(({ target, line }) => ({
      path: file.path,
      line,
      message: `the shim imports ${target} of the site: hand it in as a parameter`,
    }));
};

/** Left of the hosts there is no wall clock, no real randomness and no promise. */
export const isDeterministic: Rule = (file) => {
  const isLeftOfHosts = file.path.startsWith(`${shim}/`) && !file.path.startsWith(`${shim}/hosts/`);
  const isPure = isLeftOfHosts || /^src\/(scenarios|projections)\//.test(file.path);
  if (!isPure) return [];
  const findings = findAll(file, [
    [/\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/g, 'reads the wall clock: use kernel.nowMs'],
    [
      /\bMath\.random\b|\bcrypto\.(randomUUID|getRandomValues)\b/g,
      "draws real random numbers: use kernel.random('name')",
    ],
    [/\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/g, 'waits in real time: yield* sleep(ms) in a process'],
  ]);
  // WebAssembly can only be loaded with a promise; the guest does that at its edge and nowhere else.
  if (file.path === `${shim}/guest/runtime.ts`) return findings;
  return [
    ...findings,
    ...findAll(file, [
      [/\basync\b|\bawait\b|\bnew Promise\b|\bPromise\.\w+/g, 'uses a promise: write a Task, or callHost()'],
    ]),
  ];
};

/** Every exported function of the Kubernetes model says what it models, or that it is the project's own. */
export const citesItsModel: Rule = (file) => {
  if (!new RegExp(`^${shim}/kubernetes/(scheduler|controllers|kubelet|cri|descheduler)/`).test(file.path)) return [];
  return exportedFunctions(file)
    .filter(({ comment }) => !/@models\s+\S+/.test(comment) && !/@ours\b/.test(comment))
    .map(({ name, line }) => ({
      path: file.path,
      line,
      message: `${name} does not say what it models: add "@models path/of/file.go Function", or "@ours" with what it is for`,
    }));
};

/** Every exported function says what it promises. */
export const isDocumented: Rule = (file) => {
  if (!/^src\//.test(file.path) || /^src\/(pages|tools)\//.test(file.path)) return [];
  return exportedFunctions(file)
    .filter(({ comment }) => comment === '')
    .map(({ name, line }) => ({
      path: file.path,
      line,
      message: `${name} is exported without a word on what it promises: add a /** comment */ of one to three sentences`,
    }));
};

/** A file is named after what it is, in lower case and hyphens. */
export const isWellNamed: Rule = (file) => {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\..*$/, '');
  const vague = /^(utils?|helpers?|common|misc|index|types2)$|2$/;
  if (vague.test(name) && !/^(src\/pages|content)\//.test(file.path) && !file.path.endsWith('.astro')) {
    return [{ path: file.path, line: 1, message: `"${name}" says nothing: name the file after what it holds` }];
  }
  return [];
};

/** Nothing in the project speaks of how it was made; comments count. */
export const speaksOfTheProjectAlone: Rule = (file) => {
  if (/^test\/(tidy|support\/tidy)/.test(file.path)) return [];
  const pattern = /\.\.\/shared\/|\/work\/|\bhelper-\d|\bissue #?\d+\b/gi;
  return matches(file.path, file.text, pattern, 'speaks of how the project was made: leave it out');
};

export const rules: Record<string, Rule> = {
  'imports point left': importsPointLeft,
  'the shim stands alone': shimStandsAlone,
  'left of the hosts all is deterministic': isDeterministic,
  'the model cites what it models': citesItsModel,
  'exports are documented': isDocumented,
  'files are named after what they hold': isWellNamed,
  'the project speaks of itself alone': speaksOfTheProjectAlone,
};

function partOf(path: string): { part: string; layer: number } | undefined {
  for (const [layer, parts] of layers.entries()) {
    const part = parts.find((part) => path.startsWith(`${part}/`));
    if (part) return { part, layer };
  }
  return undefined;
}

/** The project's own files that a file imports, as paths from the root, type imports included. */
function importsOf(file: SourceFile): { target: string; line: number }[] {
  const pattern = /(?:from|import)\s*\(?\s*'([^']+)'/g;
  return [...file.text.matchAll(pattern)].flatMap((match) => {
    const specifier = (match[1] ?? '').replace(/\?.*$/, '');
    const line = lineAt(file.text, match.index);
    if (specifier.startsWith('.')) return [{ target: normalize(join(dirname(file.path), specifier)), line }];
    if (specifier.startsWith('kind-wasm-shim/')) return [{ target: `src/${specifier}`, line }];
    return [];
  });
}

function exportedFunctions(file: SourceFile): { name: string; line: number; comment: string }[] {
  if (!/\.tsx?$/.test(file.path)) return [];
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isFunctionDeclaration).flatMap((statement) => {
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported || !statement.body) return [];
    const comments = ts.getLeadingCommentRanges(file.text, statement.pos) ?? [];
    const last = comments.at(-1);
    const comment = last ? file.text.slice(last.pos, last.end) : '';
    const line = lineAt(file.text, statement.getStart(source));
    return [{ name: statement.name?.text ?? 'default', line, comment: comment.startsWith('/**') ? comment : '' }];
  });
}

function findAll(file: SourceFile, patterns: readonly (readonly [RegExp, string])[]): Finding[] {
  if (!patterns.some(([pattern]) => file.text.search(pattern) >= 0)) return [];
  // Comments and texts may speak of what code must not do.
  const code = /\.tsx?$/.test(file.path) ? withoutComments(file) : file.text;
  return patterns.flatMap(([pattern, message]) => matches(file.path, code, pattern, message));
}

function matches(path: string, text: string, pattern: RegExp, message: string): Finding[] {
  return [...text.matchAll(pattern)].map((match) => ({
    path,
    line: lineAt(text, match.index),
    message: `"${match[0]}" ${message}`,
  }));
}

/** The text with comments and string contents blanked out, every line kept in its place. */
function withoutComments(file: SourceFile): string {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const characters = [...file.text.split('')];
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (characters[i] !== '\n') characters[i] = ' ';
  };
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(file.text, node.pos) ?? []) blank(range.pos, range.end);
    for (const range of ts.getTrailingCommentRanges(file.text, node.end) ?? []) blank(range.pos, range.end);
    if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) blank(node.getStart() + 1, node.end - 1);
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return characters.join('');
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
