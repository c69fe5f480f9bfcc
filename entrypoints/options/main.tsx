import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/popup.css';
import '../../components/rows.css';
import '../../components/panels.css';
import '../../components/provider.css';
import '../../components/vault.css';
import '../../components/page.css';
import '../../components/sources.css';
import '../../components/sources-table.css';
import '../../components/source-panel.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { estimate } from '../../lib/passphrase/strength.ts';
import {
  copyText,
  hasOrigins,
  locale,
  onChanged,
  openAddress,
  openPage,
  ownTabId,
  patternsOfForm,
  portsInPatterns,
  post,
  requestOrigins,
  saveFile,
  send,
  swapOrigins,
  translate,
} from '../../lib/platform/page.ts';
import { App } from './App.tsx';

const page = {
  send,
  ask: send,
  exportSignIns: send,
  post,
  requestOrigins,
  swapOrigins,
  hasOrigins,
  onChanged,
  openPage,
  openAddress,
  copyText,
  saveFile,
  patternsOfForm,
  portsInPatterns,
  estimate,
  // It stays where it is while other pages open.
  closeSelf: () => undefined,
  isTab: true,
};

const root = document.documentElement;
root.lang = locale();
root.dataset.place = 'page';
document.title = `${translate('sources')} · ${translate('extensionName')}`;
const tabId = await ownTabId();
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={page} tabId={tabId} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
