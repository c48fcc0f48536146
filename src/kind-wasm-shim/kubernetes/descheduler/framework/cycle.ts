import type { Node, Pod } from 'kubernetes-types/core/v1';
import { parseSelector } from '../../api/label-selector-parser.ts';
import { InvalidSelector, matchesSelector } from '../../api/labels.ts';
import { buildsProfilesAtStart, skipsTinyClusters } from './differences.ts';
import type { Registry, StepDetail } from './plugin.ts';
import { PodEvictor } from './pod-evictor.ts';
import type { DeschedulerPolicy } from './policy.ts';
import { type BuiltProfile, newProfile, ProfileError, type ProfileRun } from './profile.ts';
import { ClusterSnapshot, isReady, nodeName, type OtherObjects } from './snapshot.ts';
import type { DeschedulerRun } from './steps.ts';

/** Where a cycle gets its picture of the cluster. */
export interface ClusterReader {
  nodes(): readonly Node[];
  /** Read anew before each plugin: what an earlier plugin evicted is gone by then. */
  pods(): readonly Pod[];
  /** What only some policies ask about. */
  others?(): OtherObjects;
}

/** How a cycle is run. */
export interface CycleOptions {
  readonly registry: Registry;
  readonly detail?: StepDetail;
  /** The time of the cycle, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** One descheduling cycle: every profile's deschedule plugins, then every profile's balance plugins. An error ends it with
 *  the step `cycleFailed`, and upstream's loop with it.
 *  @models pkg/descheduler/descheduler.go runDeschedulerLoop, runProfiles
 *  @simplifies a pod that is evicted disappears for the next plugin at once; upstream learns it from a watch. */
export function* runCycle(
  policy: DeschedulerPolicy,
  cluster: ClusterReader,
  { registry, detail = 'full', nowMs }: CycleOptions,
): DeschedulerRun {
  const allNodes = cluster.nodes();
  let nodes: readonly Node[];
  try {
    nodes = selectNodes(allNodes, policy.nodeSelector);
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    yield { kind: 'cycleFailed', error: error.message };
    return;
  }
  yield { kind: 'cycleStarted', nodes: nodes.map(nodeName) };
  if (nodes.length <= 1) {
    if (skipsTinyClusters(registry.version)) yield { kind: 'cycleSkipped', why: 'clusterSize', nodes: nodes.length };
    else yield { kind: 'cycleFailed', error: 'the cluster size is 0 or 1' };
    return;
  }
  const podEvictor = new PodEvictor(policy, registry.version);
  const run: ProfileRun = {
    podEvictor,
    snapshotFor: () => ({
      nodes,
      snapshot: new ClusterSnapshot(allNodes, cluster.pods(), cluster.others?.()),
      detail,
      nowMs,
    }),
  };
  const profiles: BuiltProfile[] = [];
  for (const profile of policy.profiles) {
    try {
      profiles.push(newProfile(profile, registry));
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      if (buildsProfilesAtStart(registry.version)) {
        yield {
          kind: 'cycleFailed',
          error: `unable to create ${JSON.stringify(profile.name)} profile: ${error.message}`,
        };
        return;
      }
      yield { kind: 'profileRefused', profile: profile.name, error: error.message };
    }
  }
  for (const extensionPoint of ['deschedule', 'balance'] as const) {
    for (const profile of profiles) yield* profile.run(extensionPoint, run);
  }
  yield { kind: 'cycleFinished', evicted: podEvictor.totalEvicted };
}

/** The nodes to act on, by name: ready, and selected by the policy. Throws InvalidSelector.
 *  @models pkg/descheduler/node/node.go ReadyNodes */
export function selectNodes(nodes: readonly Node[], nodeSelector: string | undefined): readonly Node[] {
  const selector = parseSelector(nodeSelector ?? '');
  return nodes
    .filter((node) => isReady(node) && matchesSelector(selector, node.metadata?.labels))
    .sort((a, b) => (nodeName(a) < nodeName(b) ? -1 : nodeName(a) > nodeName(b) ? 1 : 0));
}
