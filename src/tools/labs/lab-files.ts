import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The folder of all labs. */
export const labsFolder = fileURLToPath(new URL('../../../labs', import.meta.url));

/** A script of a lab: `02-skew` and its text. */
export interface LabScript {
  readonly name: string;
  /** The two digits in front. */
  readonly number: string;
  readonly text: string;
}

/** A wrong attempt: a script, the check that has to refuse it, and the message that it has to give. */
export interface WrongAttempt extends LabScript {
  readonly check: string;
  readonly expected: string;
}

/** A lab as its folder has it. */
export interface Lab {
  readonly slug: string;
  /** The name of its cluster, without `kind-`. */
  readonly clusterName: string;
  readonly clusterConfig: string;
  readonly steps: readonly LabScript[];
  readonly checks: readonly LabScript[];
  readonly wrong: readonly WrongAttempt[];
  /** Every file that its scripts may read, by its path under the folder of labs. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads a lab; throws with what is missing. */
export function readLab(slug: string, folder = labsFolder): Lab {
  const own = join(folder, slug);
  if (!existsSync(join(own, 'lab.yaml'))) {
    throw new Error(`there is no lab ${JSON.stringify(slug)}; expected one of ${labNames(folder).join(', ')}`);
  }
  const scripts = (kind: string) => readScripts(join(own, kind));
  return {
    slug,
    clusterName: clusterNameIn(readFileSync(join(own, 'lab.yaml'), 'utf8'), slug),
    clusterConfig: readFileSync(join(own, 'cluster.yaml'), 'utf8'),
    steps: scripts('steps'),
    checks: scripts('checks'),
    wrong: scripts('wrong').map((script) => ({
      ...script,
      check: header(script, 'check'),
      expected: header(script, 'expect'),
    })),
    files: { ...readTree(own, folder), ...readTree(join(folder, 'lib'), folder) },
  };
}

function clusterNameIn(labYaml: string, slug: string): string {
  const { cluster } = parse(labYaml) as { cluster?: unknown };
  if (typeof cluster === 'string' && /^[a-z0-9.-]+$/.test(cluster)) return cluster;
  throw new Error(`labs/${slug}/lab.yaml: expected cluster: podlab-NAME, found ${JSON.stringify(cluster)}`);
}

export function labNames(folder = labsFolder): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'lab.yaml')));
}

function readScripts(folder: string): LabScript[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^\d\d-.*\.sh$/.test(file))
    .sort()
    .map((file) => ({
      name: file.replace(/\.sh$/, ''),
      number: file.slice(0, 2),
      text: readFileSync(join(folder, file), 'utf8'),
    }));
}

function header(script: LabScript, key: string): string {
  const found = new RegExp(`^# ${key}: (.+)$`, 'm').exec(script.text)?.[1];
  if (found === undefined)
    throw new Error(`wrong/${script.name}.sh has no line "# ${key}: …"; expected one at its head`);
  return found;
}

function readTree(folder: string, root: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(files, readTree(path, root));
    else files[relative(root, path).replaceAll('\\', '/')] = readFileSync(path, 'utf8');
  }
  return files;
}
