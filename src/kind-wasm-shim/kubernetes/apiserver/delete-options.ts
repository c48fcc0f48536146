import { StatusError } from '../api/errors.ts';
import { parseBody } from './decode.ts';
import { InvalidJson } from './go-json.ts';
import { type BodyFormat, negotiateInput } from './negotiation.ts';
import { booleanParameter, dryRunParameter, integerParameter, type Query, textParameter } from './query.ts';
import type { DeleteOptions } from './resource-strategy.ts';
import { conform, DoesNotConform } from './schema/conform.ts';
import { InvalidProtobuf } from './schema/protobuf.ts';
import { kindType } from './schema/schema.ts';

/** The options of a delete request: those of its body, or, without one, those in its parameters.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/delete.go DeleteResource */
export function deleteOptions(query: Query, body: string, contentType: string | undefined): DeleteOptions {
  if (body.trim() === '') return optionsOfQuery(query);
  const given = decode(body, negotiateInput(contentType));
  const { dryRun, ...options } = given;
  const isDry = dryRunParameter(dryRun, 'DeleteOptions') || dryRunParameter(query.dryRun, 'DeleteOptions');
  return { ...options, dryRun: isDry };
}

function optionsOfQuery(query: Query): DeleteOptions {
  const gracePeriodSeconds = integerParameter(query, 'gracePeriodSeconds');
  const orphanDependents = booleanParameter(query, 'orphanDependents');
  const policy = textParameter(query, 'propagationPolicy');
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    ...(policy === '' ? {} : { propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']> }),
    dryRun: dryRunParameter(query.dryRun, 'DeleteOptions'),
  };
}

type DecodedOptions = Omit<DeleteOptions, 'dryRun'> & { readonly dryRun?: readonly string[] };

/** To the real server a body that it cannot read is an error of its own: 500 without a reason. */
function decode(body: string, format: BodyFormat): DecodedOptions {
  const refuse = (message: string) => new StatusError({ code: 500, message });
  try {
    const type = kindType('meta', 'v1', 'DeleteOptions');
    const document = parseBody(body, format, type);
    if (typeof document !== 'object' || document === null) {
      throw refuse(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${typeof document} into Go value`,
      );
    }
    const { kind } = document as { kind?: unknown };
    if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
      throw refuse(`decoded object cannot be converted to DeleteOptions`);
    }
    const value = type ? conform(document as Record<string, unknown>, type).value : document;
    const { kind: _, apiVersion: __, ...options } = value as DecodedOptions & { kind?: string; apiVersion?: string };
    return options;
  } catch (error) {
    if (error instanceof InvalidJson) throw refuse(`couldn't get version/kind; json parse error: ${error.message}`);
    if (error instanceof InvalidProtobuf) throw refuse(error.message);
    if (error instanceof DoesNotConform) throw refuse(error.message);
    throw error;
  }
}
