import type { Ref } from 'preact';
import { PlusIcon } from '../icons.tsx';
import { type MessageKey, useT } from '../translation.ts';
import type { GroupBy } from './lines.ts';

const GROUPS: readonly [GroupBy, MessageKey][] = [
  ['none', 'sources_groupNone'],
  ['site', 'sources_groupSite'],
  ['provider', 'sources_groupProvider'],
];

interface ToolbarProps {
  field: Ref<HTMLInputElement>;
  search: string;
  onSearch: (search: string) => void;
  group: GroupBy;
  onGroup: (group: GroupBy) => void;
  onAdd: () => void;
  onTestAll: () => void;
  onImport: () => void;
  onExport: () => void;
}

/** Over the table: search, grouping, and what is done with everything. */
export function Toolbar(props: ToolbarProps) {
  const { field, search, onSearch, group, onGroup, onAdd, onTestAll, onImport, onExport } = props;
  const t = useT();
  return (
    <div class="toolbar">
      <div class="field">
        <input
          ref={field}
          type="search"
          aria-label={t('sources_search')}
          aria-keyshortcuts="/"
          placeholder={t('sources_searchHint')}
          autocomplete="off"
          spellcheck={false}
          value={search}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
      </div>
      <fieldset class="segments">
        <legend class="unseen">{t('sources_group')}</legend>
        {GROUPS.map(([each, word]) => (
          <label key={each}>
            <input
              type="radio"
              class="unseen"
              name="group"
              checked={group === each}
              onChange={() => onGroup(each)}
            />
            <span>{t(word)}</span>
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <button type="button" class="button" onClick={onTestAll}>
          {t('sources_testAll')}
        </button>
        <button type="button" class="button" onClick={onImport}>
          {t('sources_import')}
        </button>
        <button type="button" class="button" onClick={onExport}>
          {t('sources_export')}
        </button>
        <button type="button" class="button next" onClick={onAdd}>
          <PlusIcon /> {t('addSource')}
        </button>
      </div>
    </div>
  );
}
