import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/popup.css';
import '../../components/rows.css';
import '../../components/panels.css';
import '../../components/provider.css';
import '../../components/vault.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { estimate } from '../../lib/passphrase/strength.ts';
import {
  closeSelf,
  copyText,
  currentTabId,
  hasOrigins,
  locale,
  onChanged,
  openAddress,
  openPage,
  patternsOfForm,
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
  post,
  requestOrigins,
  swapOrigins,
  hasOrigins,
  onChanged,
  openPage,
  openAddress,
  copyText,
  saveFile,
  closeSelf,
  patternsOfForm,
  estimate,
  isTab: new URLSearchParams(location.search).has('tab'),
};

const root = document.documentElement;
root.lang = locale();
if (page.isTab) root.dataset.place = 'tab';

const tabId = await currentTabId();
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={page} tabId={tabId} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
