import type { NodeClass, NodeUsage, PodForEviction } from './algorithm-types.ts';
import { classifyForHighNodeUtilization, classifyForLowNodeUtilization } from './classification.ts';
import { orderForEviction } from './eviction-order.ts';

/** The decisions that can be replaced: which class a node is in, and in which order its pods are evicted. */
export interface NodeUtilizationAlgorithm {
  classifyForLowNodeUtilization(node: NodeUsage): NodeClass;
  classifyForHighNodeUtilization(node: NodeUsage): NodeClass;
  /** The same pods, each once, in another order. They may be copies: namespace and name say which is which. */
  orderForEviction(pods: readonly PodForEviction[]): readonly PodForEviction[];
}

/** What upstream does. */
export const upstreamAlgorithm: NodeUtilizationAlgorithm = {
  classifyForLowNodeUtilization,
  classifyForHighNodeUtilization,
  orderForEviction,
};

/** A replaced decision that answered what is no answer. The message says what was expected and what came. */
export class AlgorithmError extends Error {
  override readonly name = 'AlgorithmError';
  /** The function that answered. */
  readonly functionName: keyof NodeUtilizationAlgorithm;

  constructor(functionName: keyof NodeUtilizationAlgorithm, text: string) {
    super(`${functionName} ${text}`);
    this.functionName = functionName;
  }
}

const nodeClasses: readonly unknown[] = ['under', 'over', 'within'] satisfies NodeClass[];

/** The class that an algorithm gives a node. Throws AlgorithmError when it is none.
 *  @ours because readers edit the algorithm. */
export function classifyWith(
  algorithm: NodeUtilizationAlgorithm,
  functionName: 'classifyForLowNodeUtilization' | 'classifyForHighNodeUtilization',
  node: NodeUsage,
): NodeClass {
  const answer: unknown = algorithm[functionName](node);
  if (nodeClasses.includes(answer)) return answer as NodeClass;
  const expected = "expected 'under', 'over' or 'within'";
  throw new AlgorithmError(functionName, `returned ${describe(answer)} for node ${node.name}: ${expected}`);
}

/** The order that an algorithm gives the evictable pods of a node, as positions in the list that it was given. Throws
 *  AlgorithmError when it is not the same pods, each once.
 *  @ours because readers edit the algorithm. */
export function orderWith(
  algorithm: NodeUtilizationAlgorithm,
  node: string,
  pods: readonly PodForEviction[],
): readonly number[] {
  const answer: unknown = algorithm.orderForEviction(pods);
  const refuse = (found: string) =>
    new AlgorithmError(
      'orderForEviction',
      `returned ${found} for node ${node}: expected its ${pods.length} pods, each once`,
    );
  if (!Array.isArray(answer)) throw refuse(describe(answer));
  if (answer.length !== pods.length) throw refuse(`a list of ${answer.length}`);
  const positions = new Map<unknown, number>(pods.map((pod, position) => [pod, position]));
  let byName: Map<string, number> | undefined;
  const taken = new Set<number>();
  return answer.map((pod: unknown) => {
    let position = positions.get(pod);
    if (position === undefined) {
      byName ??= new Map(pods.map((known, index) => [podKey(known), index]));
      position = byName.get(podKey(pod));
    }
    if (position === undefined || taken.has(position)) {
      throw refuse(`a list with ${describe(pod)} in it, twice or not of this node,`);
    }
    taken.add(position);
    return position;
  });
}

function podKey(pod: unknown): string {
  const { namespace, name } = (typeof pod === 'object' && pod !== null ? pod : {}) as Partial<PodForEviction>;
  return `${namespace}/${name}`;
}

function describe(answer: unknown): string {
  if (Array.isArray(answer)) return `a list of ${answer.length}`;
  if (typeof answer === 'object' && answer !== null) {
    const key = podKey(answer);
    return key === 'undefined/undefined' ? 'an object' : `the pod ${key}`;
  }
  if (typeof answer === 'string') return JSON.stringify(answer);
  return typeof answer === 'function' ? 'a function' : String(answer);
}
