import type { ConfigMap } from 'kubernetes-types/core/v1';
import { forbidden, invalidValue } from '../../../api/validation/field-errors.ts';
import { configMapPrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

const keyFormat = '[-._a-zA-Z0-9]+';
const keyText =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or " +
  `'key-name', regex used for validation is '${keyFormat}')`;

/** @models pkg/registry/core/configmap/strategy.go strategy */
export const configMaps: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  singular: 'configmap',
  kind: 'ConfigMap',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['cm'],
  table: configMapPrinter,

  /** @models pkg/apis/core/validation/validation.go ValidateConfigMap */
  validate: (object) => dataErrors(object as ConfigMap),
  /** @models pkg/apis/core/validation/validation.go ValidateConfigMapUpdate */
  validateUpdate: (object, old) => {
    if ((old as ConfigMap).immutable !== true) return [];
    const errors = [];
    const text = 'field is immutable when `immutable` is set';
    if ((object as ConfigMap).immutable !== true) errors.push(forbidden('immutable', text));
    for (const field of ['data', 'binaryData'] as const) {
      if (JSON.stringify(object[field]) !== JSON.stringify(old[field])) errors.push(forbidden(field, text));
    }
    return errors;
  },
};

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsConfigMapKey */
function dataErrors({ data = {}, binaryData = {} }: ConfigMap) {
  const keyErrors = (key: string): string[] => {
    const errors: string[] = [];
    if (key.length > 253) errors.push('must be no more than 253 characters');
    if (!new RegExp(`^${keyFormat}$`).test(key)) errors.push(keyText);
    else if (key === '.') errors.push("must not be '.'");
    else if (key === '..') errors.push("must not be '..'");
    return errors;
  };
  return [
    ...Object.keys(data).flatMap((key) => [
      ...keyErrors(key).map((text) => invalidValue(`data[${key}]`, key, text)),
      ...(Object.hasOwn(binaryData, key)
        ? [invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')]
        : []),
    ]),
    ...Object.keys(binaryData).flatMap((key) =>
      keyErrors(key).map((text) => invalidValue(`binaryData[${key}]`, key, text)),
    ),
  ];
}
