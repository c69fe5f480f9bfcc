import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/panels.css';
import '../../components/vault.css';
import '../../components/page.css';
import '../../components/settings.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { estimate } from '../../lib/passphrase/strength.ts';
import {
  locale,
  onChanged,
  openPage,
  requestOrigins,
  saveFile,
  send,
  swapOrigins,
  translate,
} from '../../lib/platform/page.ts';
import { createPasskey, passkeysPossible } from '../../lib/platform/passkey.ts';
import { App } from './App.tsx';

const page = {
  send,
  onChanged,
  openPage,
  requestOrigins,
  swapOrigins,
  saveFile,
  createPasskey,
  passkeysPossible,
  estimate,
};

document.documentElement.lang = locale();
document.title = `${translate('settings')} · ${translate('extensionName')}`;
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={page} at={location.hash.slice(1)} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
