import type { Basis } from './cycle-state.ts';
import type { FigureFact, NodeChange } from './moments.ts';
import { short, shortKey } from './pod-names.ts';
import type { FactWords } from './words.ts';

export const wordsEn: FactWords = {
  actor: {
    reader: 'operator',
    descheduler: 'descheduler',
    controller: 'controllers',
    scheduler: 'scheduler',
    kubelet: 'kubelet',
  },
  list: (items) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items),
  fact,
  compared,
  skipReason: (reason) =>
    ({
      taints: 'tolerates the taints of no target node',
      nodeFit: 'fits on no other node',
      namespaceExcluded: 'its namespace is excluded',
    })[reason] ?? reason,
};

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function fact(of: FigureFact): string {
  switch (of.kind) {
    case 'start':
      return 'The cluster before it begins';
    case 'nodeChanged':
      return `${of.node} ${wordsEn.list(of.changes.map(changeText))}`;
    case 'cycleStarted':
      return `A descheduling cycle begins with ${count(of.nodes, 'node')}`;
    case 'cycleSkipped':
      return `The cycle is skipped: ${count(of.nodes, 'node')} to act on`;
    case 'cycleFinished':
      return `The cycle ends after ${count(of.evicted, 'eviction')}`;
    case 'refused':
      return `The descheduler refuses: ${of.error}`;
    case 'pluginStarted':
      return `${of.plugin} begins (profile ${of.profile})`;
    case 'pluginFailed':
      return `${of.plugin} gives up: ${of.error}`;
    case 'gateClosed':
      return `The plugin stops: ${of.message}`;
    case 'nodesClassified':
      return `${count(of.nodes, 'node')} classified, of which ${of.sources} to take pods from`;
    case 'looked':
      return lookedText(of.inOrder, of.protected);
    case 'judged':
      return `${short(of.pod)} is to go: ${compared(of.basis)}`;
    case 'podSkipped':
      return `${short(of.pod)} is passed over: ${wordsEn.skipReason(of.reason)}`;
    case 'evictionRefused':
      return `${short(of.pod)} is not evicted: ${of.error}`;
    case 'podEvicted':
      return `${of.plugin} evicts ${short(of.pod)} from ${of.node}`;
    case 'ranked':
      return `The pods of ${of.node} are ranked: ${of.removable} may be evicted, ${of.notRemovable} may not`;
    case 'duplicatesCounted':
      if (of.targets < 2) return `${of.owner}: fewer than two nodes could take its duplicates`;
      return `${of.owner}: ${count(of.occurrences, 'pod')} over ${count(of.targets, 'node')}, at most ${of.upperAverage} on one`;
    case 'domainsCounted':
      return `${shortKey(of.topologyKey)}: ${of.sizes.join(' / ')}, skew ${of.skew} ${of.balanced ? '≤' : '>'} ${of.maxSkew}`;
    case 'domainsEvened':
      return `${count(of.pods, 'pod')} should move from ${of.from} to ${of.to}; ${of.chosen} can be evicted`;
    case 'podCreated':
      return of.owner ? `The controller of ${of.owner} creates ${short(of.pod)}` : `${short(of.pod)} is created`;
    case 'podBound':
      return `The scheduler puts ${short(of.pod)} on ${of.node}`;
    case 'podUnschedulable':
      return `The scheduler finds no node for ${short(of.pod)}`;
    case 'podFailed':
      return `${short(of.pod)} has failed${of.reason ? `: ${of.reason}` : ''}`;
    case 'podGone':
      return `${short(of.pod)} is gone${of.node ? ` from ${of.node}` : ''}`;
    case 'atRest':
      return 'The cluster is at rest again';
  }
}

function lookedText(inOrder: readonly string[], kept: readonly string[]): string {
  const parts: string[] = [];
  if (inOrder.length === 1) parts.push(`${short(inOrder[0] ?? '')} is in order`);
  else if (inOrder.length > 1) parts.push(`${inOrder.length} pods are in order`);
  if (kept.length === 1) parts.push(`${short(kept[0] ?? '')} may not be evicted`);
  else if (kept.length > 1) parts.push(`${kept.length} pods may not be evicted`);
  return parts.join(', ');
}

function changeText(change: NodeChange): string {
  switch (change.what) {
    case 'joined':
      return 'joins the cluster';
    case 'cordoned':
      return 'is cordoned';
    case 'uncordoned':
      return 'is schedulable again';
    case 'ready':
      return 'is ready';
    case 'notReady':
      return 'is not ready';
    case 'tainted':
      return `is tainted ${change.taint}`;
    case 'untainted':
      return `loses the taint ${change.taint}`;
    case 'label':
      if (change.after === undefined) return `loses the label ${change.key}=${change.before}`;
      return change.before === undefined
        ? `is labelled ${change.key}=${change.after}`
        : `is labelled ${change.key}=${change.after}, before ${change.before}`;
  }
}

function compared(of: Basis): string {
  switch (of.plugin) {
    case 'RemovePodsViolatingNodeTaints':
      return of.taint === undefined ? 'tolerates every taint that counts' : `does not tolerate ${of.taint}`;
    case 'RemovePodsViolatingNodeAffinity': {
      if (of.affinity === 'preferred') {
        const { weight = 0, bestWeight = 0 } = of;
        const numbers = weight < bestWeight ? `weight ${weight} < best ${bestWeight}` : `weight ${weight} is the best`;
        return weight < bestWeight && !of.fitsSomewhere ? `${numbers}, but fits on no node` : numbers;
      }
      if (of.matches) return 'required affinity matches';
      return of.fitsSomewhere
        ? 'required affinity does not match here, and it fits elsewhere'
        : 'required affinity does not match, but it fits on no node';
    }
    case 'RemoveFailedPods': {
      const { ageSeconds, minPodLifetimeSeconds, keptBy, reasons } = of;
      if (keptBy === 'age') return `age ${ageSeconds} s < ${minPodLifetimeSeconds} s`;
      if (keptBy === 'owner') return 'the kind of its owner is excluded';
      const given = reasons.join(', ') || 'none';
      if (keptBy === 'reason') return `reason ${given}: not one that the policy asks for`;
      return `failed (${given}), age ${ageSeconds} s ≥ ${minPodLifetimeSeconds} s`;
    }
    case 'PodLifeTime': {
      const { ageSeconds, maxPodLifeTimeSeconds, states, keptBy } = of;
      if (keptBy === 'state') return `state ${states.join(', ')}: not one that the policy asks for`;
      const limit = maxPodLifeTimeSeconds ?? 0;
      return `age ${ageSeconds} s ${keptBy === 'age' ? '≤' : '>'} ${limit} s`;
    }
    case 'RemovePodsHavingTooManyRestarts': {
      const { restarts, podRestartThreshold, states, keptBy } = of;
      if (keptBy === 'state') return `state ${states.join(', ')}: not one that the policy asks for`;
      return `restarts ${restarts} ${keptBy === 'restarts' ? '<' : '≥'} ${podRestartThreshold}`;
    }
    case 'RemovePodsViolatingInterPodAntiAffinity':
      return of.conflict
        ? `conflict with ${of.conflict.pod.name} on ${of.conflict.node}, same ${shortKey(of.conflict.topologyKey)}`
        : 'no pod near it that it forbids';
    case 'RemoveDuplicates':
      return of.nth <= of.upperAverage
        ? `no. ${of.nth} of its kind here ≤ ${of.upperAverage}`
        : `no. ${of.nth} of its kind here > ${of.upperAverage}`;
    case 'RemovePodsViolatingTopologySpreadConstraint': {
      const counts = `${shortKey(of.topologyKey)} ${of.from} ${of.sizes.from}, ${of.to} ${of.sizes.to}`;
      return of.fits ? `${counts}: should move to ${of.to}` : `${counts}: would fit nowhere else`;
    }
    case 'NodeUtilization':
      return `no. ${of.rank} in the order of eviction`;
  }
}
