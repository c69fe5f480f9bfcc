import type { DemoConfig } from '../demo.ts';
import type { DemoLayer } from './layers.ts';
import type { Outcome } from './watch.ts';

type State = 'waiting' | Outcome;

const WORDS: Record<State, string> = {
  waiting: 'Waiting',
  shown: 'Shown',
  blank: 'Blank',
  refused: 'Refused',
};

/**
 * Lists the layers, the highest first, and keeps each one's state as its requests end: *shown* from the first
 * picture with something on it, else *refused* or *blank*. `data-layer` and `data-state` say the same to tests.
 */
export function showLayers(layers: DemoLayer[]): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  const list = document.querySelector('#layers')!;
  for (const { id, title, kind, host, watch } of layers) {
    const row = element('li', '');
    const word = element('span', '');
    word.className = 'state';
    row.dataset.layer = id;
    row.append(element('span', title), word, element('small', `${kind} · ${host}`));
    list.prepend(row);
    const set = (state: State): void => {
      states.set(id, state);
      row.dataset.state = state;
      word.textContent = WORDS[state];
    };
    set('waiting');
    watch((outcome) => {
      if (states.get(id) !== 'shown') set(outcome);
    });
  }
  return states;
}

/** Shows what opens the demo's services, for a visitor to type. */
export function showCredentials({ credentials }: DemoConfig): void {
  const rows = [
    ['WMS user', credentials.username],
    ['WMS password', credentials.password],
    ['XYZ key', credentials.token],
    ['OGC API key', credentials.apiKey],
    ['OGC API header', 'X-Api-Key'],
  ] as const;
  const list = document.querySelector('#credentials')!;
  for (const [name, value] of rows) list.append(element('dt', name), element('dd', value));
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
