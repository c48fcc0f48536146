import { race, sleep, type Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import type { WatchEvent } from '../../../../kubernetes/apiserver/request.ts';
import { type Info, infoPath } from '../infos.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../mapping.ts';

/** How an object stands at one moment of a wait: as it is, or gone. */
export type Seen = KubernetesObject | 'gone';

/** Looks at one object now and after every change, until `done` says so or the deadline passes; tells which. `done` may
 *  print, and stops the wait by returning true.
 *  @models staging/src/k8s.io/client-go/tools/watch/until.go UntilWithSync */
export function* watchObject(
  k: Invocation,
  info: Info,
  deadlineMs: number,
  done: (seen: Seen) => boolean | Task<boolean>,
): Task<boolean> {
  const { kernel } = k.ctx;
  const first = look(k, info);
  if (yield* verdict(done(first.seen))) return true;
  const { events, close } = k.connection.watch(pathOf(info.mapping, info.namespace), {
    query: { fieldSelector: `metadata.name=${info.name}`, resourceVersion: first.resourceVersion },
  });
  try {
    for (;;) {
      const left = deadlineMs - kernel.nowMs;
      if (left <= 0) return false;
      const next = yield* race({ event: events.take(), timeout: sleep(left) });
      if (next.first === 'timeout') return false;
      const event = next.value as WatchEvent<KubernetesObject> | undefined;
      if (event === undefined) return yield* watchObject(k, info, deadlineMs, done);
      if (event.type === 'ERROR') throw new StatusError(event.object as unknown as StatusError['status']);
      if (event.type === 'BOOKMARK') continue;
      if (yield* verdict(done(event.type === 'DELETED' ? 'gone' : event.object))) return true;
    }
  } finally {
    close();
  }
}

function* verdict(given: boolean | Task<boolean>): Task<boolean> {
  return typeof given === 'boolean' ? given : yield* given;
}

function look(k: Invocation, info: Info): { seen: Seen; resourceVersion: string } {
  const list = k.connection.get(pathOf(info.mapping, info.namespace), {
    query: { fieldSelector: `metadata.name=${info.name}` },
  });
  const [item] = (list.items ?? []) as KubernetesObject[];
  const head = { apiVersion: list.apiVersion ?? '', kind: (list.kind ?? '').replace(/List$/, '') };
  return { seen: item ? { ...head, ...item } : 'gone', resourceVersion: list.metadata?.resourceVersion ?? '0' };
}

/** Waits until the object is gone, or another one has its name.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/wait/delete.go IsDeleted */
export function* waitUntilGone(k: Invocation, info: Info, uid: string | undefined, deadlineMs: number): Task<boolean> {
  return yield* watchObject(
    k,
    info,
    deadlineMs,
    (seen) => seen === 'gone' || (uid !== undefined && seen.metadata?.uid !== uid),
  );
}

/** The object as it is now, undefined when there is none. */
export function current(k: Invocation, info: Info): KubernetesObject | undefined {
  try {
    return k.connection.get(infoPath(info));
  } catch (error) {
    if (error instanceof StatusError && error.code === 404) return undefined;
    throw error;
  }
}
