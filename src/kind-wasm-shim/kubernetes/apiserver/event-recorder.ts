import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { apiTime, type KubernetesObject } from '../api/meta.ts';
import type { ApiClient } from './client.ts';

/** What happened, to be told to whoever looks after the cluster. */
export interface RecordedEvent {
  /** The object that it is about, or a reference to it. */
  readonly involvedObject: ObjectReference | KubernetesObject | object;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly source?: { readonly component: string; readonly host?: string };
  /** The component, for those who have no host to name. */
  readonly component?: string;
  /** What was being done; events.k8s.io asks for it. */
  readonly action?: string;
}

interface Remembered {
  readonly namespace: string;
  readonly name: string;
  readonly lastAtMs: number;
}

const similarPeriodMs = 600_000;
const similarLimit = 10;
const combinedPrefix = '(combined from similar events): ';

/** Writes events, and counts up an event that is the same as one before instead of writing it again. Ten events that
 *  differ only in their message within ten minutes are combined into one.
 *  @models staging/src/k8s.io/client-go/tools/record/events_cache.go EventCorrelator.EventCorrelate
 *  @simplifies the spam filter (25 events for one object, then one every five minutes) is left out. */
export class EventRecorder {
  private readonly client: ApiClient;
  private readonly seen = new Map<string, Remembered>();
  private readonly similar = new Map<string, { messages: Set<string>; lastAtMs: number }>();

  constructor(client: ApiClient) {
    this.client = client;
  }

  record(event: RecordedEvent): void {
    const nowMs = this.client.server.kernel.nowMs;
    const reference = asReference(event.involvedObject);
    const source = event.source ?? { component: event.component ?? this.client.user };
    const group = `${source.component}/${source.host}/${referenceKey(reference)}/${event.type}/${event.reason}`;
    const message = this.isCombined(group, event.message, nowMs) ? `${combinedPrefix}${event.message}` : event.message;
    const key = `${group}/${message.startsWith(combinedPrefix) ? combinedPrefix : message}`;
    const before = this.seen.get(key);
    if (before && this.countUp(key, before, message, nowMs)) return;
    this.write(key, event, reference, source, message, nowMs);
  }

  /** @models staging/src/k8s.io/client-go/tools/record/events_cache.go EventAggregator.EventAggregate */
  private isCombined(group: string, message: string, nowMs: number): boolean {
    let found = this.similar.get(group);
    if (!found || nowMs - found.lastAtMs > similarPeriodMs) {
      found = { messages: new Set(), lastAtMs: nowMs };
      this.similar.set(group, found);
    }
    found.lastAtMs = nowMs;
    found.messages.add(message);
    return found.messages.size >= similarLimit;
  }

  /** @models staging/src/k8s.io/client-go/tools/record/events_cache.go eventLogger.eventObserve */
  private countUp(key: string, before: Remembered, message: string, nowMs: number): boolean {
    try {
      const event = this.client.get<Event>('events', before.namespace, before.name);
      const count = (event.count ?? 1) + 1;
      this.client.update('events', { ...event, count, message, lastTimestamp: apiTime(nowMs) });
      this.seen.set(key, { ...before, lastAtMs: nowMs });
      return true;
    } catch (error) {
      if (error instanceof StatusError && error.code === 404) return false;
      throw error;
    }
  }

  private write(
    key: string,
    event: RecordedEvent,
    reference: ObjectReference,
    source: { component: string; host?: string },
    message: string,
    nowMs: number,
  ): void {
    const namespace = reference.namespace || 'default';
    // The real name ends in the nanoseconds of the wall clock; virtual time has none, so the stream gives the digits.
    const digits = this.client.server.kernel.random('apiserver/event-names').text(16, '0123456789abcdef');
    const name = `${reference.name ?? ''}.${digits}`;
    const written = {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name, namespace },
      involvedObject: reference,
      reason: event.reason,
      message,
      source,
      firstTimestamp: apiTime(nowMs),
      lastTimestamp: apiTime(nowMs),
      count: 1,
      type: event.type,
      ...(event.action ? { action: event.action } : {}),
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    };
    try {
      this.client.create('events', written);
      this.seen.set(key, { namespace, name, lastAtMs: nowMs });
    } catch (error) {
      // An event is no reason to fail: its namespace may be going.
      if (!(error instanceof StatusError)) throw error;
    }
  }
}

/** @models staging/src/k8s.io/client-go/tools/reference/ref.go GetReference */
function asReference(object: RecordedEvent['involvedObject']): ObjectReference {
  const { kind, apiVersion, metadata, ...rest } = object as KubernetesObject;
  if (!metadata) return object as ObjectReference;
  const { namespace, name, uid, resourceVersion } = metadata;
  void rest;
  return {
    ...(kind ? { kind } : {}),
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(uid ? { uid } : {}),
    ...(apiVersion ? { apiVersion } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  };
}

function referenceKey({ kind, namespace, name, uid, apiVersion, fieldPath }: ObjectReference): string {
  return `${kind}/${namespace}/${name}/${fieldPath}/${uid}/${apiVersion}`;
}
