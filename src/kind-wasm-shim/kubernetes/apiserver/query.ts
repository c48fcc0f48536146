import { badRequest, type FieldError, invalid } from '../api/errors.ts';
import { forbidden, notSupported } from '../api/validation/field-errors.ts';

/** Query parameters as they come: every name with all its values. */
export type Query = Readonly<Record<string, readonly string[]>>;

/** The first value of a parameter, empty when it is absent. */
export function textParameter(query: Query, name: string): string {
  return query[name]?.[0] ?? '';
}

/** @models staging/src/k8s.io/apimachinery/pkg/runtime/converter.go Convert_Slice_string_To_bool */
export function booleanParameter(query: Query, name: string): boolean | undefined {
  const text = query[name]?.[0];
  if (text === undefined) return undefined;
  return text.toLowerCase() !== 'false' && text !== '0';
}

/** @models staging/src/k8s.io/apimachinery/pkg/runtime/conversion.go Convert_Slice_string_To_int64 */
export function integerParameter(query: Query, name: string): number | undefined {
  const text = query[name]?.[0];
  if (text === undefined) return undefined;
  if (/^[-+]?\d{1,18}$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** Whether nothing is to be written. Only `All` is a way to run dry.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateDryRun */
export function dryRunParameter(values: readonly string[] | undefined, optionsKind: string): boolean {
  if (values === undefined || values.length === 0) return false;
  if (values.every((value) => value === 'All')) return true;
  const list = `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const detail = `Unsupported value: ${list}: supported values: "All"`;
  throw invalid('meta.k8s.io', optionsKind, '', [{ field: 'dryRun', type: 'FieldValueNotSupported', detail }]);
}

/** What to do about fields that the server does not know.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateFieldValidation */
export function fieldValidationParameter(query: Query, optionsKind: string): 'Ignore' | 'Warn' | 'Strict' {
  const text = textParameter(query, 'fieldValidation');
  if (text === '' || text === 'Warn') return 'Warn';
  if (text === 'Ignore' || text === 'Strict') return text;
  const supported = ['', 'Ignore', 'Strict', 'Warn'];
  throw invalid('meta.k8s.io', optionsKind, '', [notSupported('fieldValidation', text, supported)]);
}

/** The parameters of a list or a watch.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/types.go ListOptions */
export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly watch: boolean;
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly timeoutSeconds: number | undefined;
  readonly limit: number;
  readonly continueToken: string;
}

/** @models staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/validation/validation.go ValidateListOptions */
export function listOptions(query: Query): ListOptions {
  const options: ListOptions = {
    labelSelector: textParameter(query, 'labelSelector'),
    fieldSelector: textParameter(query, 'fieldSelector'),
    watch: booleanParameter(query, 'watch') ?? false,
    bookmarks: booleanParameter(query, 'allowWatchBookmarks') ?? false,
    sendInitialEvents: booleanParameter(query, 'sendInitialEvents') ?? false,
    resourceVersion: textParameter(query, 'resourceVersion'),
    resourceVersionMatch: textParameter(query, 'resourceVersionMatch'),
    timeoutSeconds: integerParameter(query, 'timeoutSeconds'),
    limit: integerParameter(query, 'limit') ?? 0,
    continueToken: textParameter(query, 'continue'),
  };
  const errors = options.watch ? watchErrors(options, query) : listErrors(options, query);
  if (errors.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', errors);
  return options;
}

const match = 'resourceVersionMatch';

function watchErrors({ resourceVersionMatch: wanted }: ListOptions, query: Query): FieldError[] {
  const sendInitialEvents = query.sendInitialEvents !== undefined;
  if (!sendInitialEvents) {
    if (wanted === '') return [];
    return [forbidden(match, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')];
  }
  if (wanted === 'NotOlderThan') return [];
  return [forbidden(match, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')];
}

function listErrors(options: ListOptions, query: Query): FieldError[] {
  const errors: FieldError[] = [];
  const wanted = options.resourceVersionMatch;
  if (wanted !== '') {
    if (options.resourceVersion === '') {
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    if (options.continueToken !== '') {
      errors.push(forbidden(match, 'resourceVersionMatch is forbidden when continue is provided'));
    }
    if (wanted !== 'Exact' && wanted !== 'NotOlderThan') {
      errors.push(notSupported(match, wanted, ['Exact', 'NotOlderThan', '']));
    }
    if (wanted === 'Exact' && options.resourceVersion === '0') {
      errors.push(forbidden(match, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (query.sendInitialEvents !== undefined) {
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}
