import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import type { WatchEvent } from '../../../../kubernetes/apiserver/request.ts';
import type { Invocation } from '../invocation.ts';
import { formatObject, type OutputFormat } from '../output.ts';
import { type Table, TablePrinter } from '../printers/server-table.ts';
import { fetch, type GetRequest, watch } from './request.ts';
import { tableOptions } from './table.ts';

/** Prints what is there, then every change, until it is interrupted or the server ends the watch.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/get/get.go GetOptions.watch */
export function* watchTarget(k: Invocation, request: GetRequest, format: OutputFormat): Task<number> {
  const asTable = format.type === 'human';
  const printer = asTable ? new TablePrinter(tableOptions(k, format, request.mapping, false)) : undefined;
  const print = (object: KubernetesObject) => (printer ? printer.print(object) : formatObject(format, object));
  const listed = fetch(k, request, asTable);
  if (!k.flags.bool('watch-only')) {
    for (const object of initialObjects(listed, asTable)) yield* k.out(withEvent(k, 'ADDED', print(object)));
  }
  // Watching from the version of one object, rather than of the list, would begin before its last change.
  const { events, close } = watch(k, request, listed.metadata?.resourceVersion ?? '0', asTable);
  try {
    for (;;) {
      const event = (yield* events.take()) as WatchEvent<KubernetesObject> | undefined;
      if (event === undefined) return 0;
      if (event.type === 'ERROR') throw new StatusError(event.object as unknown as StatusError['status']);
      if (event.type === 'BOOKMARK') continue;
      yield* k.out(withEvent(k, event.type, print(event.object)));
    }
  } finally {
    close();
  }
}

function initialObjects(listed: KubernetesObject, asTable: boolean): KubernetesObject[] {
  if (asTable) return (listed as Table).rows?.length ? [listed] : [];
  return Array.isArray(listed.items)
    ? (listed.items as KubernetesObject[]).map((item) => ({ ...item, ...itemHead(listed, item) }))
    : [listed];
}

function itemHead(list: KubernetesObject, item: KubernetesObject): KubernetesObject {
  return {
    apiVersion: item.apiVersion ?? list.apiVersion ?? '',
    kind: item.kind ?? (list.kind ?? '').replace(/List$/, ''),
  };
}

function withEvent(k: Invocation, type: string, text: string): string {
  if (!k.flags.bool('output-watch-events')) return text;
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : line.startsWith('NAME') ? `EVENT      ${line}` : `${type.padEnd(11)}${line}`))
    .join('\n');
}
