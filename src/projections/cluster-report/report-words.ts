import type { Gate } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { InLanguages } from '../language.ts';
import type { RefusedBy } from './report.ts';

/** The report's words. Texts of Kubernetes and of the descheduler stay as they are. */
export interface ReportWords {
  refusedBy(by: RefusedBy, text: string): string;
  gate(gate: Gate, found: number, limit: number): string;
  pods(count: number): string;
  count(count: number): string;
  list(items: readonly string[]): string;
}

const enNumber = new Intl.NumberFormat('en');
const zhNumber = new Intl.NumberFormat('zh');

const en: ReportWords = {
  refusedBy: (by, text) =>
    ({
      evictor: text,
      taints: 'tolerates the taints of no target node',
      nodeFit: 'fits on no other node (nodeFit)',
      namespaceExcluded: 'its namespace is excluded by the policy',
      namespaceLabels: 'its namespace has not the labels that namespaceLabelSelector asks for',
      limit: text,
      api: text,
    })[by],
  gate: (gate, found, limit) =>
    ({
      someNodeIsUnder: `${found} nodes are underutilized; at least 1 is needed`,
      moreUnderThanNumberOfNodes: `${found} nodes are underutilized; numberOfNodes asks for more than ${limit}`,
      notAllNodesAreUnder: `${found} of ${limit} nodes are underutilized; at least one must not be`,
      someNodeIsOver: `${found} nodes are overutilized; at least 1 is needed`,
      someNodeIsTarget: `${found} nodes can take pods; at least 1 is needed`,
    })[gate],
  pods: (count) => (count === 1 ? '1 pod' : `${enNumber.format(count)} pods`),
  count: (count) => enNumber.format(count),
  list: (items) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items),
};

const zh: ReportWords = {
  refusedBy: (by, text) =>
    ({
      evictor: text,
      taints: '不容忍任何目标节点的污点',
      nodeFit: '放不进任何别的节点（nodeFit）',
      namespaceExcluded: '所在命名空间被策略排除',
      namespaceLabels: '所在命名空间的标签不符合 namespaceLabelSelector',
      limit: text,
      api: text,
    })[by],
  gate: (gate, found, limit) =>
    ({
      someNodeIsUnder: `利用不足的节点有 ${found} 个，至少要有 1 个`,
      moreUnderThanNumberOfNodes: `利用不足的节点有 ${found} 个，numberOfNodes 要求多于 ${limit} 个`,
      notAllNodesAreUnder: `${limit} 个节点中有 ${found} 个利用不足，不能全是`,
      someNodeIsOver: `利用过度的节点有 ${found} 个，至少要有 1 个`,
      someNodeIsTarget: `能接收 Pod 的节点有 ${found} 个，至少要有 1 个`,
    })[gate],
  pods: (count) => `${zhNumber.format(count)} 个 Pod`,
  count: (count) => zhNumber.format(count),
  list: (items) => items.join('、'),
};

export const reportWords: InLanguages<ReportWords> = { en, zh };
