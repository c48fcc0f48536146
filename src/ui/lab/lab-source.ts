// Read when the site is built: the page shows, types and checks exactly what labs/run runs.
import type { LabBootstrap } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import { parse } from 'yaml';
import type { PodThresholds } from '../../projections/lab-board.ts';

const files = import.meta.glob<string>(['../../../labs/**/*.{sh,yaml}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** One step of a lab, as its script has it. */
export interface LabStepSource {
  readonly id: string;
  readonly number: number;
  /** What is to be typed: the script without its first lines. */
  readonly commands: string;
  /** The check's path below the lab, undefined for a step that changes nothing. */
  readonly check: string | undefined;
}

export interface LabSource {
  readonly slug: string;
  readonly steps: readonly LabStepSource[];
  readonly bootstrap: LabBootstrap;
  readonly planned: PodThresholds;
}

/** A lab's scripts and files. Throws with what is expected when a page names a lab or a step that is not there. */
export function labSource(slug: string): LabSource {
  const all = new Map(Object.entries(files).map(([path, text]) => [path.replace('../../../labs/', ''), text]));
  const own = [...all]
    .filter(([path]) => path.startsWith(`${slug}/`))
    .map(([path, text]) => [path.slice(slug.length + 1), text] as const);
  const read = (path: string) => {
    const text = own.find(([name]) => name === path)?.[1];
    if (text === undefined) throw new Error(`labs/${slug}/${path} is not there; a lab page needs it`);
    return text;
  };
  const { board, cluster } = parse(read('lab.yaml')) as {
    cluster: string;
    board: { thresholds: number; targetThresholds: number };
  };
  const checks = own.map(([path]) => path).filter((path) => path.startsWith('checks/'));
  const steps = own
    .filter(([path]) => path.startsWith('steps/'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]): LabStepSource => {
      const [, number = '', id = ''] = /^steps\/(\d\d)-(.*)\.sh$/.exec(path) ?? [];
      return {
        id,
        number: Number(number),
        commands: commandsOf(path, text),
        check: checks.find((check) => check.startsWith(`checks/${number}-`)),
      };
    });
  const onMachine = [...all].filter(
    ([path]) => path.startsWith('lib/') || (path.startsWith(`${slug}/`) && !path.includes('/wrong/')),
  );
  return {
    slug,
    steps,
    planned: { low: board.thresholds, high: board.targetThresholds },
    bootstrap: {
      slug,
      seed: 1,
      clusterName: cluster,
      clusterConfig: read('cluster.yaml'),
      files: Object.fromEntries(onMachine.map(([path, text]) => [placeOf(slug, path), text])),
      cwd: placeOf(slug, slug),
    },
  };
}

/** Where a file of the labs is on the workstation: a short path, since the prompt has it. */
function placeOf(slug: string, path: string): string {
  return `/root/${path.replace(new RegExp(`^${slug}(?=/|$)`), 'lab')}`;
}

/** The part of a script below its head, which ends at the first empty line. */
function commandsOf(path: string, text: string): string {
  const [head = '', ...body] = text.split('\n\n');
  if (!head.startsWith('#!') || body.length === 0) {
    throw new Error(`${path}: expected a head (#!, set -e) and an empty line before the commands that the page shows`);
  }
  return body.join('\n\n').trimEnd();
}
