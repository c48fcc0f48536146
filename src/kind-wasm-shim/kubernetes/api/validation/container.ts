import type { Container, ContainerPort, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { FieldError } from '../errors.ts';
import { dns1123LabelErrors, qualifiedNameErrors } from '../label-syntax.ts';
import { InvalidQuantity, parseQuantity } from '../quantity.ts';
import { duplicate, invalidValue, notSupported, required } from './field-errors.ts';

const envNameFormat = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const envNameText =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not " +
  `start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '${envNameFormat}')`;

/** What is wrong with one container. `names` are those of the containers before it and takes this one's.
 *  @models pkg/apis/core/validation/validation.go validateContainerCommon
 *  @simplifies probes, lifecycle hooks and security contexts are not checked. */
export function containerErrors(
  container: Container,
  field: string,
  names: Set<string>,
  volumes: ReadonlySet<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', image = '', imagePullPolicy, ports = [], env = [], volumeMounts = [], resources } = container;
  if (name === '') errors.push(required(`${field}.name`));
  else errors.push(...dns1123LabelErrors(name).map((text) => invalidValue(`${field}.name`, name, text)));
  if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
  else names.add(name);
  if (image === '') errors.push(required(`${field}.image`));
  else if (image !== image.trim()) {
    errors.push(invalidValue(`${field}.image`, image, 'must not have leading or trailing whitespace'));
  }
  errors.push(...portErrors(ports, `${field}.ports`));
  env.forEach((variable, index) => {
    const at = `${field}.env[${index}].name`;
    if (!variable.name) errors.push(required(at));
    else if (!new RegExp(`^${envNameFormat}$`).test(variable.name)) {
      errors.push(invalidValue(at, variable.name, envNameText));
    }
  });
  const paths = new Set<string>();
  volumeMounts.forEach((mount, index) => {
    const at = `${field}.volumeMounts[${index}]`;
    if (!mount.name) errors.push(required(`${at}.name`));
    else if (!volumes.has(mount.name)) {
      errors.push({
        field: `${at}.name`,
        type: 'FieldValueInvalid',
        detail: `Not found: ${JSON.stringify(mount.name)}`,
      });
    }
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`));
    if (paths.has(mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
  });
  if (!['Always', 'IfNotPresent', 'Never'].includes(imagePullPolicy ?? '')) {
    errors.push(notSupported(`${field}.imagePullPolicy`, imagePullPolicy ?? '', ['Always', 'IfNotPresent', 'Never']));
  }
  errors.push(...resourceErrors(resources ?? {}, `${field}.resources`));
  return errors;
}

/** @models pkg/apis/core/validation/validation.go validateContainerPorts */
function portErrors(ports: readonly ContainerPort[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  ports.forEach((port, index) => {
    const at = `${field}[${index}]`;
    if (port.name) {
      if (port.name.length > 15)
        errors.push(invalidValue(`${at}.name`, port.name, 'must be no more than 15 characters'));
      if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else if (!isPort(port.containerPort)) {
      errors.push(invalidValue(`${at}.containerPort`, port.containerPort, portText));
    }
    if (port.hostPort && !isPort(port.hostPort)) errors.push(invalidValue(`${at}.hostPort`, port.hostPort, portText));
    if (!port.protocol) errors.push(required(`${at}.protocol`));
    else if (!['TCP', 'UDP', 'SCTP'].includes(port.protocol)) {
      errors.push(notSupported(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
    }
  });
  return errors;
}

export const portText = 'must be between 1 and 65535, inclusive';

/** Whether a number can be that of a port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** @models pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements */
function resourceErrors({ limits = {}, requests = {} }: ResourceRequirements, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, amount] of Object.entries(limits)) errors.push(...amountErrors(name, amount, `${field}.limits`));
  for (const [name, amount] of Object.entries(requests)) {
    const found = amountErrors(name, amount, `${field}.requests`);
    errors.push(...found);
    const limit = limits[name];
    if (found.length > 0 || limit === undefined || amountErrors(name, limit, '').length > 0) continue;
    if (parseQuantity(amount) > parseQuantity(limit)) {
      errors.push(invalidValue(`${field}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`));
    }
  }
  return errors;
}

function amountErrors(name: string, amount: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!name.includes('/') && !isStandardResource(name)) {
    errors.push(invalidValue(field, name, 'must be a standard resource for containers'));
    errors.push(invalidValue(field, name, 'must be a standard resource type or fully qualified'));
  }
  if (name.includes('/')) errors.push(...qualifiedNameErrors(name).map((text) => invalidValue(field, name, text)));
  try {
    if (parseQuantity(amount) < 0n) {
      errors.push(invalidValue(`${field}.${name}`, amount, 'must be greater than or equal to 0'));
    }
  } catch (error) {
    if (!(error instanceof InvalidQuantity)) throw error;
    errors.push(invalidValue(`${field}.${name}`, amount, error.message));
  }
  return errors;
}

function isStandardResource(name: string): boolean {
  return ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
}
