import type { NodeClass, NodeUsage } from './algorithm-types.ts';

// A node is underutilized when it uses little of everything, and overutilized when it uses too much of anything. Exactly at
// a threshold is still on its good side.

/** LowNodeUtilization. A cordoned node is never underutilized, as no pod could move there; but it can be overutilized, and
 *  then pods move away from it.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go LowNodeUtilization.Balance */
export function classifyForLowNodeUtilization(node: NodeUsage): NodeClass {
  if (!node.unschedulable && usesLittleOfEverything(node)) return 'under';
  if (usesTooMuchOfAnything(node)) return 'over';
  return 'within';
}

/** HighNodeUtilization. Underutilized nodes are to be emptied, cordoned or not. All others can take their pods, unless they
 *  are cordoned.
 *  @models pkg/framework/plugins/nodeutilization/highnodeutilization.go HighNodeUtilization.Balance */
export function classifyForHighNodeUtilization(node: NodeUsage): NodeClass {
  if (usesLittleOfEverything(node)) return 'under';
  if (!node.unschedulable) return 'over';
  return 'within';
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go isNodeWithLowUtilization */
function usesLittleOfEverything(node: NodeUsage): boolean {
  return node.resources.every((resource) => resource.usage <= resource.lowThreshold);
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go isNodeAboveTargetUtilization */
function usesTooMuchOfAnything(node: NodeUsage): boolean {
  return node.resources.some((resource) => resource.usage > resource.highThreshold);
}
