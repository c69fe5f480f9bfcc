import { AppError } from '../../errors.ts';
import { encrypt } from './authentication-crypto.ts';
import { AUTHENTICATION_ROOT, type Configuration } from './authentication-read.ts';
import { isXmlName, isXmlText, xmlTag } from './xml.ts';

/**
 * A file of authentication configurations as QGIS reads it.
 * @param password encrypts it as QGIS does; '' leaves it readable.
 * @throws AppError `exchangeHeaderName`, `exchangeSeparator`, `exchangeCharacter` with the sign-in's name.
 */
export async function writeAuthentication(
  configurations: readonly Configuration[],
  password: string,
): Promise<string> {
  const list = listOf(configurations);
  const doctype = `<!DOCTYPE ${AUTHENTICATION_ROOT}>\n`;
  if (password === '') {
    return `${doctype}<${AUTHENTICATION_ROOT}>\n${list}</${AUTHENTICATION_ROOT}>\n`;
  }
  const { text, hash, civ, salt } = await encrypt(list, password);
  const root = xmlTag(AUTHENTICATION_ROOT, Object.entries({ hash, civ, salt }));
  return `${doctype}${root}>${text}</${AUTHENTICATION_ROOT}>\n`;
}

function listOf(configurations: readonly Configuration[]): string {
  const entries = configurations.map((configuration) => {
    check(configuration);
    const { name, id, uri, method, version, config } = configuration;
    const start = xmlTag('AuthMethodConfig', Object.entries({ name, id, uri, method, version }));
    return `    ${start}>\n      ${xmlTag('Config', config)}/>\n    </AuthMethodConfig>\n`;
  });
  return `  <configurations>\n${entries.join('')}  </configurations>\n`;
}

/**
 * QGIS's database keeps `key:::value|||key:::value` (`QgsAuthMethodConfig::configString`) and does not escape: what has these
 * signs within it comes back as something else. A `|` at the end becomes one of the next separator.
 */
function check({ name, id, uri, config }: Configuration): void {
  const label = name || id;
  for (const [key, value] of config) {
    if (!isXmlName(key)) throw new AppError('exchangeHeaderName', [label, key]);
    if (/\|\|\||:::|\|$/.test(value)) throw new AppError('exchangeSeparator', [label]);
  }
  if (![name, id, uri, ...config.values()].every(isXmlText)) throw new AppError('exchangeCharacter', [label]);
}
