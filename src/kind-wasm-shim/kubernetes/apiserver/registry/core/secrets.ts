import type { Secret } from 'kubernetes-types/core/v1';
import { secretPrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/core/secret/strategy.go strategy */
export const secrets: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'secrets',
  singular: 'secret',
  kind: 'Secret',
  namespaced: true,
  verbs: allVerbs,
  table: secretPrinter,
  fields: { type: (object) => (object as Secret).type ?? '' },
  /** Texts become data, as bytes in base64.
   *  @models pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret */
  applyDefaults: (object) => {
    const { stringData, ...rest } = object as Secret;
    const encoded = Object.entries(stringData ?? {}).map(([key, text]) => [key, toBase64(text)]);
    const data = stringData ? { data: { ...rest.data, ...Object.fromEntries(encoded) } } : {};
    return { ...rest, ...data, type: rest.type || 'Opaque' } as typeof object;
  },
};

function toBase64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
