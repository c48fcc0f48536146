import type { NodeUtilizationAlgorithm } from '../kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import type {
  NodeClass,
  NodeUsage,
  PodForEviction,
} from '../kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';
import type { Checked, GuestResult } from './guest-result.ts';
import type { GuestRuntime } from './runtime.ts';

/** All that the edited functions are asked about a cluster: every node, with the pods of it that may be evicted in the
 *  order in which the plugin would hand them over. */
export interface NodeUtilizationSnapshot {
  readonly plugin: 'LowNodeUtilization' | 'HighNodeUtilization';
  readonly nodes: readonly { readonly node: NodeUsage; readonly pods: readonly PodForEviction[] }[];
}

/** The functions' answers about one node. `order` has positions in the snapshot's list of its pods. */
export interface NodeAnswer {
  readonly name: string;
  readonly class: NodeClass;
  readonly order: readonly number[];
}

/** The two files that readers edit. Their texts are what a run needs. */
export const editableFiles = ['classification.ts', 'eviction-order.ts'] as const;
export type EditableFile = (typeof editableFiles)[number];
export type EditedFiles = Readonly<Record<EditableFile, string>>;

/** Which of the two files has the function. */
export const fileOfFunction: Readonly<Record<keyof NodeUtilizationAlgorithm, EditableFile>> = {
  classifyForLowNodeUtilization: 'classification.ts',
  classifyForHighNodeUtilization: 'classification.ts',
  orderForEviction: 'eviction-order.ts',
};

/** How the run is limited, and by which clock. */
export interface EditedRunLimits {
  readonly deadlineMs: number;
  readonly now: () => number;
}

/** Asks the edited functions everything about the cluster in one run. `algorithmSource` is the text of the plugin's
 *  algorithm.ts, so that answers are checked inside by the very code that checks them in a simulation. */
export function runEditedNodeUtilization(
  runtime: GuestRuntime,
  files: EditedFiles,
  algorithmSource: string,
  snapshot: NodeUtilizationSnapshot,
  limits: EditedRunLimits,
): GuestResult<readonly NodeAnswer[]> {
  return runtime.run({
    modules: { ...files },
    support: { 'algorithm.ts': algorithmSource, 'ask.ts': askSource },
    entry: 'ask.ts',
    call: 'ask',
    input: snapshot,
    ...limits,
    check: (value) => checkAnswers(value, snapshot),
  });
}

/** An algorithm that gives the answers of one run again, for a simulation that starts from the same cluster: the
 *  simulation is synchronous and knows no sandbox. It knows the snapshot's nodes and pods and no others. */
export function algorithmFromAnswers(
  snapshot: NodeUtilizationSnapshot,
  answers: readonly NodeAnswer[],
): NodeUtilizationAlgorithm {
  const classes = new Map(answers.map((answer) => [answer.name, answer.class]));
  const ranks = new Map<string, number>();
  answers.forEach(({ order }, node) => {
    order.forEach((position, rank) => {
      const pod = snapshot.nodes[node]?.pods[position];
      if (pod) ranks.set(podKey(pod), rank);
    });
  });
  const classify = ({ name }: NodeUsage) => known(classes.get(name), `node ${name}`);
  const rank = (pod: PodForEviction) => known(ranks.get(podKey(pod)), `pod ${podKey(pod)}`);
  return {
    classifyForLowNodeUtilization: classify,
    classifyForHighNodeUtilization: classify,
    orderForEviction: (pods) => [...pods].sort((a, b) => rank(a) - rank(b)),
  };
}

function known<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new Error(`the edited algorithm was not asked about ${what}: ask it again about the cluster as it is now`);
}

function podKey({ namespace, name }: PodForEviction): string {
  return `${namespace}/${name}`;
}

/** Runs inside the sandbox. */
const askSource = `import { AlgorithmError, classifyWith, orderWith, upstreamAlgorithm as edited } from './algorithm.ts';

export function ask({ plugin, nodes }) {
  const classify = 'classifyFor' + plugin;
  try {
    const answers = nodes.map(({ node, pods }) => ({
      name: node.name,
      class: classifyWith(edited, classify, node),
      order: orderWith(edited, node.name, pods),
    }));
    return { answers };
  } catch (error) {
    if (error instanceof AlgorithmError) return { wrong: { functionName: error.functionName, message: error.message } };
    throw error;
  }
}
`;

/** What comes out of the sandbox is checked once more outside: code in there may have replaced the checks. */
function checkAnswers(value: unknown, snapshot: NodeUtilizationSnapshot): Checked<readonly NodeAnswer[]> {
  const { answers, wrong } = record(value);
  if (wrong !== undefined) {
    const { functionName, message } = record(wrong);
    if (typeof message === 'string' && isFunctionName(functionName)) {
      return { ok: false, problem: message, blame: { file: fileOfFunction[functionName], function: functionName } };
    }
  }
  if (Array.isArray(answers) && answers.length === snapshot.nodes.length) {
    const checked = snapshot.nodes.map(({ node, pods }, index) => checkAnswer(record(answers[index]), node.name, pods));
    if (checked.every((answer) => answer !== undefined)) return { ok: true, value: checked };
  }
  return { ok: false, problem: 'the answers are not one class and one order for every node' };
}

function checkAnswer(
  answer: Record<string, unknown>,
  name: string,
  pods: readonly PodForEviction[],
): NodeAnswer | undefined {
  const { class: nodeClass, order } = answer;
  if (nodeClass !== 'under' && nodeClass !== 'over' && nodeClass !== 'within') return undefined;
  if (!Array.isArray(order) || order.length !== pods.length) return undefined;
  const positions = new Set<unknown>(order);
  if (positions.size !== pods.length || !pods.every((_pod, position) => positions.has(position))) return undefined;
  return { name, class: nodeClass, order };
}

function isFunctionName(name: unknown): name is keyof NodeUtilizationAlgorithm {
  return typeof name === 'string' && Object.hasOwn(fileOfFunction, name);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
