/** An amount of a resource, exact: a whole number of billionths of its unit (cores, bytes, pods). Adding, subtracting and
 *  comparing are those of bigint; rounding happens only where an amount is read, in `value` and `milliValue`. */
export type Quantity = bigint;

/** How a quantity was spelled, which decides how its canonical form is spelled: `1500m`, `1536Mi`, `15e2`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A text that is no quantity. The message is the API server's. */
export class InvalidQuantity extends Error {
  override readonly name = 'InvalidQuantity';
}

/** One whole unit: a core, a byte, a pod. */
export const oneUnit: Quantity = 1_000_000_000n;
/** A thousandth of a unit, as in `100m` of a core. */
export const oneMilli: Quantity = 1_000_000n;

const formatError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const suffixError = "unable to parse quantity's suffix";

const quantityGrammar = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const exponentGrammar = /^[eE][-+]?[0-9]+$/;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const largestBinary: Quantity = (2n ** 63n - 1n) * oneUnit;
const largestExponent = 1000;

// A cluster repeats a few thousand spellings over all its pods, so each is read once. The bound keeps a stream of new
// spellings from growing the memory for ever.
const parsed = new Map<string, Quantity>();
const largestMemory = 65_536;

/** Reads a quantity in any spelling that the API takes, a bare JSON number included. Digits finer than a billionth round
 *  away from zero. Throws InvalidQuantity with the API server's text.
 *  @models staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity
 *  @simplifies a decimal exponent above 1000 is refused as an unknown suffix; upstream goes on with it. */
export function parseQuantity(text: string | number): Quantity {
  const spelling = typeof text === 'string' ? text : String(text);
  const known = parsed.get(spelling);
  if (known !== undefined) return known;
  const quantity = readQuantity(spelling);
  if (parsed.size >= largestMemory) parsed.clear();
  parsed.set(spelling, quantity);
  return quantity;
}

function readQuantity(spelling: string): Quantity {
  const match = spelling === '' ? null : quantityGrammar.exec(spelling);
  if (match === null) throw new InvalidQuantity(formatError);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const { format, exponent } = interpretSuffix(suffix);
  const digits = BigInt(`0${whole}${fraction}`);
  if (digits === 0n) return 0n;
  const magnitude =
    format === 'BinarySI'
      ? binaryAmount(digits, fraction.length, exponent)
      : decimalAmount(digits, exponent - fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

function binaryAmount(digits: bigint, decimals: number, exponent: number): Quantity {
  const amount = divideUp(digits * 2n ** BigInt(exponent) * oneUnit, 10n ** BigInt(decimals));
  return amount > largestBinary ? largestBinary : amount;
}

function decimalAmount(digits: bigint, exponent: number): Quantity {
  const nanoExponent = exponent + 9;
  if (nanoExponent >= 0) return digits * 10n ** BigInt(nanoExponent);
  if (-nanoExponent > digits.toString().length) return 1n;
  return divideUp(digits, 10n ** BigInt(-nanoExponent));
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/resource/suffix.go suffixHandler.interpret */
function interpretSuffix(suffix: string): { format: QuantityFormat; exponent: number } {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { format: 'DecimalSI', exponent: (decimal - 3) * 3 };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary >= 0) return { format: 'BinarySI', exponent: binary * 10 };
  const exponent = exponentGrammar.test(suffix) ? Number(suffix.slice(1)) : Number.NaN;
  if (Number.isNaN(exponent) || exponent > largestExponent) throw new InvalidQuantity(suffixError);
  return { format: 'DecimalExponent', exponent };
}

/** The format that a spelling asks for. Throws InvalidQuantity as `parseQuantity` does. */
export function quantityFormat(text: string | number): QuantityFormat {
  const match = quantityGrammar.exec(String(text));
  if (match === null || text === '') throw new InvalidQuantity(formatError);
  return interpretSuffix(match[4] ?? '').format;
}

/** The canonical spelling: no fraction, no precision lost, the largest suffix that allows both.
 *  @models staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go Quantity.CanonicalizeBytes
 *  @simplifies a decimal amount of 1000E and more keeps the suffix E; upstream has no suffix for it and drops it. */
export function formatQuantity(quantity: Quantity, format: QuantityFormat): string {
  if (quantity === 0n) return '0';
  const magnitude = quantity < 0n ? -quantity : quantity;
  // Below 1024, or with a fraction, a binary suffix could only lose digits.
  if (format === 'BinarySI' && magnitude >= 1024n * oneUnit && magnitude % oneUnit === 0n) {
    const [amount, times] = withoutFactor(quantity / oneUnit, 1024n, binarySuffixes.length - 1);
    return `${amount}${binarySuffixes[times]}`;
  }
  const largest = format === 'DecimalExponent' ? Number.POSITIVE_INFINITY : decimalSuffixes.length - 1;
  const [amount, times] = withoutFactor(quantity, 1000n, largest);
  const exponent = times * 3 - 9;
  if (format === 'DecimalExponent') return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
  return `${amount}${decimalSuffixes[times]}`;
}

function withoutFactor(amount: bigint, factor: bigint, largestTimes: number): [amount: bigint, times: number] {
  let rest = amount;
  let times = 0;
  while (times < largestTimes && rest % factor === 0n) {
    rest /= factor;
    times += 1;
  }
  return [rest, times];
}

/** The canonical spelling of a spelling: `0.5` is `500m`, `1024Mi` is `1Gi`. Throws InvalidQuantity. */
export function canonicalQuantity(text: string | number): string {
  return formatQuantity(parseQuantity(text), quantityFormat(text));
}

/** A quantity as the API server stores it in requests, limits, capacity and allocatable: rounded up to a thousandth, canonical.
 *  @models pkg/apis/core/v1/defaults.go SetDefaults_ResourceList */
export function canonicalResourceQuantity(text: string | number): string {
  return formatQuantity(milliValue(parseQuantity(text)) * oneMilli, quantityFormat(text));
}

/** Whole units, rounded away from zero.
 *  @models staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go Quantity.Value */
export function value(quantity: Quantity): bigint {
  return quantity < 0n ? -divideUp(-quantity, oneUnit) : divideUp(quantity, oneUnit);
}

/** Thousandths of a unit, rounded away from zero.
 *  @models staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go Quantity.MilliValue */
export function milliValue(quantity: Quantity): bigint {
  return quantity < 0n ? -divideUp(-quantity, oneMilli) : divideUp(quantity, oneMilli);
}

function divideUp(amount: bigint, divisor: bigint): bigint {
  return (amount + divisor - 1n) / divisor;
}

/** The larger of two quantities. */
export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return a > b ? a : b;
}

/** A resource's amount as components count it in whole numbers: millicores for cpu, whole units for the rest. Plain JSON. */
export function countable(resource: string, quantity: Quantity): number {
  return Number(resource === 'cpu' ? milliValue(quantity) : value(quantity));
}
