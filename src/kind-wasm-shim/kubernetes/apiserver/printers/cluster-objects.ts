import type { ConfigMap, Namespace, Secret, ServiceAccount } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { StoredObject } from '../../api/meta.ts';
import { ageColumn, column, nameColumn, type TableColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';

/** Name, a few columns, Age: what most resources look like. */
function printer(
  columns: readonly TableColumn[],
  cells: (object: StoredObject) => readonly (string | number | boolean)[],
): TablePrinter {
  return {
    columns: [nameColumn, ...columns, ageColumn],
    cells: (object, nowMs) => [object.metadata.name, ...cells(object), age(object.metadata.creationTimestamp, nowMs)],
  };
}

const dataText =
  "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'. Values with " +
  'non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not overlap with the keys in ' +
  'the BinaryData field, this is enforced during validation process.';

/** @models pkg/printers/internalversion/printers.go printConfigMap */
export const configMapPrinter = printer([column('Data', dataText)], (object) => {
  const { data = {}, binaryData = {} } = object as unknown as ConfigMap;
  return [Object.keys(data).length + Object.keys(binaryData).length];
});

/** @models pkg/printers/internalversion/printers.go printNamespace */
export const namespacePrinter = printer([column('Status', 'The status of the namespace')], (object) => [
  (object as unknown as Namespace).status?.phase ?? '',
]);

/** @models pkg/printers/internalversion/printers.go printSecret */
export const secretPrinter = printer(
  [column('Type', 'What the secret is for.'), column('Data', 'How many keys it has.')],
  (object) => {
    const { type = '', data = {} } = object as unknown as Secret;
    return [type, Object.keys(data).length];
  },
);

/** @models pkg/printers/internalversion/printers.go printServiceAccount */
export const serviceAccountPrinter = printer([column('Secrets', 'How many secrets it lists.')], (object) => [
  (object as unknown as ServiceAccount).secrets?.length ?? 0,
]);

/** @models pkg/printers/internalversion/printers.go printLease */
export const leasePrinter = printer([column('Holder', 'Who holds the lease.')], (object) => [
  String((object.spec as { holderIdentity?: string } | undefined)?.holderIdentity ?? ''),
]);

/** @models pkg/printers/internalversion/printers.go printPriorityClass */
export const priorityClassPrinter = printer(
  [
    column('Value', 'The priority of the pods of this class.', { type: 'integer' }),
    column('Global-Default', 'Whether pods without a class are of this one.', { type: 'boolean' }),
  ],
  (object) => [Number(object.value ?? 0), object.globalDefault === true],
);

/** @models pkg/printers/internalversion/printers.go printPodDisruptionBudget */
export const podDisruptionBudgetPrinter = printer(
  [
    column('Min Available', 'How many pods must stay.'),
    column('Max Unavailable', 'How many pods may go.'),
    column('Allowed Disruptions', 'How many evictions are allowed now.', { type: 'integer' }),
  ],
  (object) => {
    const { spec, status } = object as unknown as PodDisruptionBudget;
    return [
      String(spec?.minAvailable ?? 'N/A'),
      String(spec?.maxUnavailable ?? 'N/A'),
      status?.disruptionsAllowed ?? 0,
    ];
  },
);
