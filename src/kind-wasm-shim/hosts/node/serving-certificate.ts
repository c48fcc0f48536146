import { generate } from 'selfsigned';

export interface ServingCertificate {
  /** PEM; a certificate that signs itself, so it is its own authority. */
  readonly certificate: string;
  /** PEM; never leaves the process. */
  readonly privateKey: string;
}

const dayMs = 86_400_000;

/** A certificate for serving the API on loopback. kubectl sends a token over TLS only, and trusts this certificate
 *  because the kubeconfig holds it. It lasts a year, as kind's do. */
export async function newServingCertificate(): Promise<ServingCertificate> {
  const pems = await generate([{ name: 'commonName', value: 'kube-apiserver' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A little in the past, for clocks that are a little behind.
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + 365 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: 'kubernetes' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: pems.cert, privateKey: pems.private };
}
