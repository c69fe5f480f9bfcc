import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/panels.css';
import '../../components/vault.css';
import '../../components/page.css';
import '../../components/settings.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { closeTab, locale, onChanged, openPage, send, translate } from '../../lib/platform/page.ts';
import { getPasskeyOutput, passkeysPossible } from '../../lib/platform/passkey.ts';
import { App } from './App.tsx';

const page = { send, onChanged, openPage, closeTab, getPasskeyOutput, passkeysPossible };

document.documentElement.lang = locale();
document.title = `${translate('unlock')} · ${translate('extensionName')}`;
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={page} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
