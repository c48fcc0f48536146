import type { Invocation } from '../invocation.ts';
import type { Mapping } from '../mapping.ts';
import { printedKind } from '../mapping.ts';
import type { OutputFormat } from '../output.ts';
import type { TableOptions } from '../printers/server-table.ts';

/** How `get` prints one kind. */
export function tableOptions(
  k: Invocation,
  format: OutputFormat,
  mapping: Mapping,
  severalKinds: boolean,
): TableOptions {
  return {
    wide: format.type === 'human' && format.wide,
    noHeaders: k.flags.bool('no-headers'),
    withNamespace: k.flags.bool('all-namespaces') && mapping.namespaced,
    kindPrefix: severalKinds || k.flags.bool('show-kind') ? `${printedKind(mapping)}/` : '',
    labelColumns: k.flags.list('label-columns'),
    showLabels: k.flags.bool('show-labels'),
  };
}
