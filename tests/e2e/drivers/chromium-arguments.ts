export interface ChromiumArguments {
  /** Folder of the unpacked extension. */
  extension: string;
  headless: boolean;
  ignoreCertificateErrors: boolean;
  /** As `--host-resolver-rules`, for example `MAP *.example 127.0.0.1`. */
  hostResolverRules?: string | undefined;
  more: string[];
}

/** The command line for Chromium with one unpacked extension and without traffic of its own. */
export function chromiumArguments(options: ChromiumArguments): string[] {
  return [
    ...(options.headless ? ['--headless=new'] : []),
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-extensions-except=${options.extension}`,
    `--load-extension=${options.extension}`,
    ...(options.ignoreCertificateErrors ? ['--ignore-certificate-errors'] : []),
    ...(options.hostResolverRules ? [`--host-resolver-rules=${options.hostResolverRules}`] : []),
    ...options.more,
  ];
}
