import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/panels.css';
import '../../components/page.css';
import '../../components/welcome.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { locale, onChanged, send, translate } from '../../lib/platform/page.ts';
import { App } from './App.tsx';

document.documentElement.lang = locale();
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={{ send, onChanged }} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
