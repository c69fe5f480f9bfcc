import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/page.css';
import '../../components/popup.css';
import '../../components/rows.css';
import '../../components/panels.css';
import '../../components/provider.css';
import '../../components/vault.css';
import '../../components/map.css';
import '../../components/project.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { createMapEngine } from '../../lib/map/engine.ts';
import { readOffer } from '../../lib/map/offer.ts';
import { systemsOf, viewIn } from '../../lib/map/reproject.ts';
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
  patternsOfServices,
  post,
  requestOrigins,
  saveFile,
  send,
  swapOrigins,
  translate,
} from '../../lib/platform/page.ts';
import { App } from './App.tsx';

const page = {
  ...{ send, post, requestOrigins, swapOrigins, hasOrigins, onChanged, openPage, openAddress },
  ...{ copyText, saveFile, patternsOfForm, patternsOfServices, estimate },
  // It stands in a tab of its own, which stays.
  closeSelf: () => undefined,
  isTab: true,
};

document.documentElement.lang = locale();
document.title = `${translate('map')} · ${translate('extensionName')}`;
const tabId = await ownTabId();
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App {...{ page, tabId, readOffer, systemsOf, viewIn }} engine={createMapEngine()} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
