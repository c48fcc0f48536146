import type { PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import fullestNode from '../../scenarios/own-plugin/templates/fullest-node.ts?raw';
import oldestPods from '../../scenarios/own-plugin/templates/oldest-pods.ts?raw';
import spreadReplicas from '../../scenarios/own-plugin/templates/spread-replicas.ts?raw';

/** What a reader can start from. */
export interface Start {
  readonly id: string;
  readonly plugin: PluginCode['plugin'];
  /** Text by path; undefined for a built-in plugin, whose files are loaded when it is chosen. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** The plugin's arguments to begin with, as JSON. */
  readonly args: string;
}

export const ownPath = 'my-plugin.ts';

function template(id: string, text: string): Start {
  return { id, plugin: { kind: 'own', path: ownPath }, files: { [ownPath]: text }, args: '{}' };
}

function builtIn(name: string, args: object = {}): Start {
  return { id: name, plugin: { kind: 'builtIn', name }, files: undefined, args: JSON.stringify(args) };
}

const percent = (amount: number) => ({ cpu: amount, memory: amount, pods: amount });

export const templates: readonly Start[] = [
  template('fullest-node', fullestNode),
  template('oldest-pods', oldestPods),
  template('spread-replicas', spreadReplicas),
];

export const builtIns: readonly Start[] = [
  builtIn('LowNodeUtilization', { thresholds: percent(20), targetThresholds: percent(50) }),
  builtIn('HighNodeUtilization', { thresholds: percent(30) }),
  builtIn('RemoveDuplicates'),
  builtIn('RemovePodsViolatingTopologySpreadConstraint'),
  builtIn('RemovePodsViolatingNodeTaints'),
  builtIn('RemovePodsViolatingNodeAffinity', { nodeAffinityType: ['requiredDuringSchedulingIgnoredDuringExecution'] }),
  builtIn('RemovePodsViolatingInterPodAntiAffinity'),
  builtIn('RemoveFailedPods'),
  builtIn('PodLifeTime', { maxPodLifeTimeSeconds: 360 }),
  builtIn('RemovePodsHavingTooManyRestarts', { podRestartThreshold: 10 }),
];

/** The start of this name, or the first. */
export function startOf(id: string): Start {
  return [...templates, ...builtIns].find((start) => start.id === id) ?? (templates[0] as Start);
}

/** The files of a start as they are unedited. A built-in plugin's are loaded. */
export async function filesOf(start: Start): Promise<Readonly<Record<string, string>>> {
  if (start.files !== undefined) return start.files;
  const { filesOfPlugin } = await import('./plugin-sources.ts');
  return filesOfPlugin(start.id);
}
