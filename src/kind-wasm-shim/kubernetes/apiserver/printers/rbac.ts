import type { RoleBinding } from 'kubernetes-types/rbac/v1';
import { ageColumn, column, nameColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';

const wide = { priority: 1 } as const;
const createdAt = { ...ageColumn, name: 'Created At' };

/** @models pkg/printers/internalversion/printers.go printRole */
export const rolePrinter: TablePrinter = {
  columns: [nameColumn, createdAt],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};

/** @models pkg/printers/internalversion/printers.go printClusterRole */
export const clusterRolePrinter: TablePrinter = rolePrinter;

/** @models pkg/printers/internalversion/printers.go printRoleBinding */
export const roleBindingPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Role', 'The role that is granted.'),
    ageColumn,
    column('Users', 'The users to whom it is granted.', wide),
    column('Groups', 'The groups to whom it is granted.', wide),
    column('ServiceAccounts', 'The service accounts to whom it is granted.', wide),
  ],
  cells: (object, nowMs) => {
    const { roleRef, subjects = [] } = object as unknown as RoleBinding;
    const named = (kind: string) => subjects.filter((subject) => subject.kind === kind);
    const accounts = named('ServiceAccount').map(({ namespace, name }) => `${namespace ?? ''}/${name}`);
    const list = (names: readonly string[]) => names.join(', ');
    return [
      object.metadata.name,
      `${roleRef?.kind}/${roleRef?.name}`,
      age(object.metadata.creationTimestamp, nowMs),
      list(named('User').map(({ name }) => name)),
      list(named('Group').map(({ name }) => name)),
      list(accounts),
    ];
  },
};

/** @models pkg/printers/internalversion/printers.go printClusterRoleBinding */
export const clusterRoleBindingPrinter: TablePrinter = roleBindingPrinter;
