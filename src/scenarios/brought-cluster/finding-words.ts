import type { SnapshotFinding } from './brought-cluster.ts';

/** What something is, and what to do about it. */
export interface Advice {
  readonly what: string;
  readonly advice: string;
}

type Words = Readonly<Record<SnapshotFinding['kind'], (count: string, names: string) => Advice>>;

/** Findings in English. */
export const englishFindings: Words = {
  noNodes: () => ({
    what: 'The snapshot has no nodes.',
    advice: 'Without them there is nothing to compare: add the output of `kubectl get nodes -o json`.',
  }),
  noPods: () => ({
    what: 'The snapshot has no pods, so nothing can be evicted.',
    advice: 'Add the output of `kubectl get pods -A -o json`.',
  }),
  podsOnMissingNodes: (count, names) => ({
    what: `${count} pods are on nodes that the snapshot does not have: ${names}.`,
    advice: 'The descheduler does not look at them. Take nodes and pods in one command, or add the missing nodes.',
  }),
  nodesWithoutAllocatable: (count, names) => ({
    what: `${count} nodes say neither what they can allocate nor what they have: ${names}.`,
    advice: 'Their utilization cannot be computed. Has their kubelet ever reported?',
  }),
  noPriorityClasses: () => ({
    what: 'Pods name priority classes, but the snapshot has none.',
    advice:
      'Pods carry their priority as a number, so only a policy that names a class needs them: add `priorityclasses`.',
  }),
  pagesMissing: (_, names) => ({
    what: `A list says that it goes on: ${names}.`,
    advice: 'It is one page of several. Add the others, or use kubectl, which fetches them all.',
  }),
  kubectlWarnings: (count, names) => ({
    what: `kubectl wrote ${count} warnings into the file: ${names}.`,
    advice: 'They take nothing away. Without `2>&1` they stay out of the file.',
  }),
};

/** The same in Chinese. */
export const chineseFindings: Words = {
  noNodes: () => ({
    what: '快照里没有节点。',
    advice: '没有节点就无从比较：请加上 `kubectl get nodes -o json` 的输出。',
  }),
  noPods: () => ({
    what: '快照里没有 Pod，因此没有可驱逐的对象。',
    advice: '请加上 `kubectl get pods -A -o json` 的输出。',
  }),
  podsOnMissingNodes: (count, names) => ({
    what: `${count} 个 Pod 所在的节点不在快照里：${names}。`,
    advice: 'descheduler 不会看它们。请用一条命令同时获取节点和 Pod，或补上缺少的节点。',
  }),
  nodesWithoutAllocatable: (count, names) => ({
    what: `${count} 个节点既没有 allocatable 也没有 capacity：${names}。`,
    advice: '无法计算它们的利用率。它们的 kubelet 是否上报过状态？',
  }),
  noPriorityClasses: () => ({
    what: 'Pod 引用了 PriorityClass，但快照里一个都没有。',
    advice: 'Pod 自带优先级数值，只有策略里写了类名时才需要它们：请加上 `priorityclasses`。',
  }),
  pagesMissing: (_, names) => ({
    what: `有列表表明自己还有后续：${names}。`,
    advice: '它只是若干页之一。请补上其余的页，或使用会自动取全的 kubectl。',
  }),
  kubectlWarnings: (count, names) => ({
    what: `kubectl 在文件里写了 ${count} 条警告：${names}。`,
    advice: '它们不影响任何对象。不用 `2>&1` 就不会写进文件。',
  }),
};
