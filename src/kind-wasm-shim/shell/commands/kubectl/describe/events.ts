import type { Event } from 'kubernetes-types/core/v1';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { virtualTime } from '../../../../kubernetes/api/meta.ts';
import { age, humanDuration } from '../../../../kubernetes/apiserver/printers/duration.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import type { WriteLine } from './lines.ts';

/** The events about an object, oldest first.
 *  @models staging/src/k8s.io/client-go/kubernetes/typed/core/v1/event_expansion.go EventExpansion.Search */
export function eventsAbout(k: Invocation, object: KubernetesObject, uid = object.metadata?.uid): Event[] {
  const { name, namespace } = object.metadata ?? {};
  const fieldSelector = [
    `involvedObject.kind=${object.kind}`,
    `involvedObject.name=${name}`,
    ...(namespace ? [`involvedObject.namespace=${namespace}`] : []),
    ...(uid ? [`involvedObject.uid=${uid}`] : []),
  ].join(',');
  const list = k.connection.get(pathOf(k.discovery.resource('events'), namespace || undefined), {
    query: { fieldSelector },
  });
  return byTime((list.items ?? []) as Event[]);
}

/** Oldest first, by when they last happened. */
export function byTime(events: readonly Event[]): Event[] {
  return [...events].sort((left, right) => lastSeen(left) - lastSeen(right));
}

function lastSeen(event: Event): number {
  const seen =
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
  return seen ? virtualTime(seen) : 0;
}

/** How long ago an event happened, and how often since when.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribeEvents */
export function eventAge(event: Event, nowMs: number): string {
  const first = event.firstTimestamp ? age(event.firstTimestamp, nowMs) : age(event.eventTime, nowMs);
  if (event.series) {
    return `${humanDuration(nowMs - virtualTime(event.series.lastObservedTime ?? ''))} (x${event.series.count} over ${first})`;
  }
  if ((event.count ?? 0) > 1) return `${age(event.lastTimestamp, nowMs)} (x${event.count} over ${first})`;
  return first;
}

/** Prints the events about an object as `describe` does, a table at the end, unless `--show-events=false`. */
export function eventLines(k: Invocation, line: WriteLine, object: KubernetesObject, uid?: string): void {
  if (!k.flags.bool('show-events')) return;
  const events = eventsAbout(k, object, uid);
  if (events.length === 0) {
    line(0, 'Events:\t<none>\n');
    return;
  }
  line(0, 'Events:\n');
  line(1, 'Type\tReason\tAge\tFrom\tMessage\n');
  line(1, '----\t------\t----\t----\t-------\n');
  for (const event of events) {
    const source = event.source?.component || event.reportingComponent || '';
    const from = event.source?.host && !source ? event.source.host : source;
    line(
      1,
      `${event.type}\t${event.reason}\t${eventAge(event, k.ctx.kernel.nowMs)}\t${from}\t${(event.message ?? '').trim()}\n`,
    );
  }
}
