import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/popup.css';
import '../../components/rows.css';
import '../../components/panels.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import * as page from '../../lib/platform/page.ts';
import { App } from './App.tsx';

const root = document.documentElement;
root.lang = page.locale();
if (new URLSearchParams(location.search).has('tab')) root.dataset.place = 'tab';

const tabId = await page.currentTabId();
render(
  <LanguageContext value={{ t: page.translate, locale: page.locale() }}>
    <App page={page} tabId={tabId} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
