import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { epochMs, virtualTime } from '../../../../kubernetes/api/meta.ts';
import { lastAppliedAnnotation } from '../create/create-object.ts';
import { describeTable, TabWriter } from '../printers/tab-writer.ts';

/** Writes a line of a description, indented by two spaces a level. */
export type WriteLine = (level: number, text: string) => void;

/** Collects the lines of a description and aligns them.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go PrefixWriter */
export function describeLines(write: (line: WriteLine) => void): string {
  const writer = new TabWriter(describeTable);
  write((level, text) => writer.write('  '.repeat(level) + text));
  return writer.flush();
}

/** `title:` and one `key=value` a line, or `<none>`.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go printLabelsMultiline */
export function labelLines(
  line: WriteLine,
  title: string,
  labels: Readonly<Record<string, string>> | undefined,
  indent = '',
): void {
  const keys = Object.keys(labels ?? {}).sort();
  line(0, `${indent}${title}:\t${keys.length === 0 ? '<none>\n' : ''}`);
  for (const [i, key] of keys.entries()) line(0, `${i === 0 ? '' : '\t'}${key}=${labels?.[key]}\n`);
}

const longestAnnotation = 140;

/** Annotations, long ones on lines of their own; what `kubectl apply` keeps there is left out.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go printAnnotationsMultiline */
export function annotationLines(
  line: WriteLine,
  annotations: Readonly<Record<string, string>> | undefined,
  indent = '',
): void {
  const keys = Object.keys(annotations ?? {})
    .filter((key) => key !== lastAppliedAnnotation)
    .sort();
  line(0, `${indent}Annotations:\t${keys.length === 0 ? '<none>\n' : ''}`);
  for (const [i, key] of keys.entries()) {
    if (i > 0) line(0, '\t');
    const value = (annotations?.[key] ?? '').replace(/\n$/, '');
    if (value.length + key.length + 2 <= longestAnnotation && !value.includes('\n')) {
      line(0, `${key}: ${value}\n`);
      continue;
    }
    line(0, `${key}:\n`);
    for (const part of value.split('\n')) {
      const room = longestAnnotation - 2;
      line(0, `\t  ${part.length > room ? `${part.slice(0, room)}...` : part}\n`);
    }
  }
}

/** Name, namespace, labels and annotations, as most descriptions begin. */
export function headLines(line: WriteLine, metadata: ObjectMeta | undefined): void {
  line(0, `Name:\t${metadata?.name ?? ''}\n`);
  if (metadata?.namespace) line(0, `Namespace:\t${metadata.namespace}\n`);
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A timestamp as `Mon, 02 Jan 2006 15:04:05 +0000`. */
export function longTime(timestamp: string | null | undefined): string {
  if (!timestamp) return '<unset>';
  const date = new Date(epochMs + virtualTime(timestamp));
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${weekdays[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
