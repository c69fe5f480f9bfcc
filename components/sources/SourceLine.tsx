import { useMemo, useRef } from 'preact/hooks';
import { KindTags } from '../KindTags.tsx';
import { StatusMark } from '../StatusMark.tsx';
import { useMoment, useNumber, useT } from '../translation.ts';
import type { Entry } from './lines.ts';
import { plainAddress, signInTitle, signInWords } from './words.ts';

interface SourceLineProps {
  entry: Entry;
  /** Its place among all lines, from 1. */
  index: number;
  chosen: boolean;
  open: boolean;
  /** True for the one line that Tab reaches. */
  tabbable: boolean;
  onToggle: () => void;
  onOpen: () => void;
  onFocus: () => void;
}

/** A source in the table, one line high. */
export function SourceLine(props: SourceLineProps) {
  const { entry, index, chosen, open, tabbable } = props;
  const latest = useRef(props);
  latest.current = props;
  const { source, signIns } = entry;
  const t = useT();
  const number = useNumber();
  const moment = useMoment();
  // Drawn anew only where it differs: the table is drawn with every line that scrolls into sight.
  return useMemo(() => {
    const [signIn] = signIns;
    const who = !signIn
      ? ''
      : signIns.length > 1
        ? t('sources_severalSignIns', number(signIns.length))
        : signInWords(signIn, t);
    const failure = source.tested?.failure;
    const used = source.lastUsed === null ? '' : moment(source.lastUsed).words;
    return (
      <tr
        class={open ? 'source-line open' : 'source-line'}
        aria-rowindex={index}
        aria-selected={chosen}
        tabIndex={tabbable ? 0 : -1}
        onFocus={() => latest.current.onFocus()}
        onClick={(event) => {
          if (!(event.target as HTMLElement).closest('.choose')) latest.current.onOpen();
        }}
      >
        <td class="choose">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('sources_choose', source.name)}
            checked={chosen}
            onChange={() => latest.current.onToggle()}
          />
        </td>
        <td class="col-kind">
          <KindTags kinds={source.kinds} />
        </td>
        <th scope="row" class="one-line" title={source.name}>
          {source.name}
        </th>
        <td class="one-line quiet col-address" title={source.urls.join('\n')}>
          {plainAddress(source.urls[0] ?? '')}
        </td>
        <td class="one-line col-sign-in" title={signIns.map((each) => signInTitle(each, t)).join('\n')}>
          {who}
        </td>
        <td class="one-line col-status" title={t(`status_${source.status}`)}>
          <StatusMark status={source.status} />
          {source.tested && (
            <span
              class={failure ? 'small failure' : 'small quiet'}
              title={failure ? t(`error_${failure.code}`, ...failure.values) : undefined}
            >
              {t(failure ? 'sources_testFailed' : 'sources_answered')}
            </span>
          )}
        </td>
        <td class="one-line quiet col-used" title={used}>
          {used}
        </td>
      </tr>
    );
  }, [entry, index, chosen, open, tabbable, t]);
}
