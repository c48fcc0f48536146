import type { JudgementStep } from '../../kubernetes/descheduler/framework/judgement.ts';
import { type LogMessage, message } from './log-message.ts';

/** What the plugins other than the two of node utilization print while they decide.
 *  @models pkg/framework/plugins/removeduplicates/removeduplicates.go Balance;
 *  pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go Balance
 *  @simplifies the key of an owner has its images and not their hash, and a constraint its fields only */
export function judgementMessages(step: JudgementStep): readonly LogMessage[] {
  switch (step.kind) {
    case 'podJudged':
      return step.victim ? victimMessages(step) : [];
    case 'duplicatesCounted': {
      const { namespace, kind, name, images } = step.owner;
      const ownerKey = { namespace, kind, name, imagesHash: images.join('#') };
      if (step.targets.length < 2) {
        const text = 'Less than two feasible nodes for duplicates to land, skipping eviction';
        return [message(1, duplicates, text, { owner: ownerKey })];
      }
      const average = (node: string) => ({ node, ownerKey, avg: step.upperAverage });
      return step.duplicates.map(({ node }) => message(2, duplicates, 'Average occurrence per node', average(node)));
    }
    case 'domainsCounted': {
      if (!step.balanced) return [];
      const constraint = { MaxSkew: step.maxSkew, TopologyKey: step.topologyKey };
      const text = 'Skipping topology constraint because it is already balanced';
      return [message(2, 'topologyspreadconstraint.go', text, { constraint })];
    }
    case 'domainsEvened':
      return [];
  }
}

const duplicates = 'removeduplicates.go';

function victimMessages(step: Extract<JudgementStep, { kind: 'podJudged' }>): LogMessage[] {
  const { node } = step;
  const pod = `${step.pod.namespace}/${step.pod.name}`;
  switch (step.judgement.plugin) {
    case 'RemovePodsViolatingNodeTaints': {
      const text = 'Not all taints with NoSchedule effect are tolerated after update for pod on node';
      return [message(2, 'node_taint.go', text, { pod, node })];
    }
    case 'RemovePodsViolatingNodeAffinity':
      return [message(1, 'node_affinity.go', 'Evicting pod', { pod })];
    case 'RemovePodsViolatingInterPodAntiAffinity':
      return [message(1, 'predicates.go', 'Found Pods violating PodAntiAffinity', { 'pod to evicted': pod })];
    default:
      return [];
  }
}
