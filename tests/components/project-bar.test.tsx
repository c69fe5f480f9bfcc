// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { ProjectBar, type ProjectBarProps } from '../../components/map/ProjectBar.tsx';
import { ProjectNotice } from '../../components/map/ProjectNotice.tsx';
import { LanguageContext } from '../../components/translation.ts';
import { inFrench, settle, t } from './screen.tsx';

afterEach(cleanup);

const KEPT = [
  { id: 'projec1', name: 'Dikes', at: 1e12, saved: true },
  { id: 'projec2', name: '', at: 1e12, saved: false },
  { id: 'projec3', name: 'Dikes', at: 1e12, saved: false },
];

function draw(changes: Partial<Pick<ProjectBarProps, 'name' | 'dirty' | 'kept'>> = {}) {
  const props = {
    ...{ name: 'Polder', dirty: false, kept: KEPT, onNew: vi.fn(), onOpenFile: vi.fn(), onOpenKept: vi.fn() },
    ...{ onSave: vi.fn(), onSaveAs: vi.fn(), onRename: vi.fn(), onDropKept: vi.fn(), ...changes },
  };
  const bar = (each: ProjectBarProps) => (
    <LanguageContext value={{ t, locale: 'en' }}>
      <ProjectBar {...each} />
    </LanguageContext>
  );
  const drawn = render(bar(props));
  return { ...props, show: (next: Partial<ProjectBarProps>) => drawn.rerender(bar({ ...props, ...next })) };
}

const press = (name: RegExp | string) => fireEvent.click(screen.getByRole('button', { name }));
const field = () => screen.getByLabelText<HTMLInputElement>('Name of the project');
const type = (element: HTMLInputElement, value: string) => fireEvent.input(element, { target: { value } });

test('the name is changed in place; Esc leaves it, and so does the same name', () => {
  const { onRename, show } = draw();
  field().focus();
  type(field(), '  Sheep ');
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(onRename.mock.calls).toEqual([['Sheep']]);
  show({ name: 'Sheep' });
  expect(field().value).toBe('Sheep');
  field().focus();
  type(field(), 'Cows');
  fireEvent.keyDown(field(), { key: 'Escape' });
  expect(field().value).toBe('Sheep');
  field().focus();
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(onRename).toHaveBeenCalledTimes(1);
});

test('saved or changed is a word; a project without a name has one on screen', () => {
  const { show } = draw({ name: '' });
  expect(screen.getByRole('status').textContent).toBe('Saved');
  expect(field().placeholder).toBe('Untitled map');
  show({ dirty: true });
  expect(screen.getByRole('status').textContent).toBe('Changed');
  expect(screen.getByRole('status').title).toMatch(/not yet in a file/);
});

test('new and save ask nothing', () => {
  const { onNew, onSave } = draw();
  press('New');
  press('Save');
  expect([onNew, onSave].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});

test('saved under another name', async () => {
  const { onSaveAs } = draw();
  press('Save as…');
  const other = screen.getByLabelText<HTMLInputElement>('Save as');
  expect(other.value).toBe('Polder');
  fireEvent.keyDown(other, { key: 'Escape' });
  await settle();
  expect(screen.queryByLabelText('Save as')).toBeNull();
  press('Save as…');
  type(screen.getByLabelText<HTMLInputElement>('Save as'), 'Dikes');
  press('Save');
  expect(onSaveAs.mock.calls).toEqual([['Dikes']]);
  await settle();
  expect(screen.queryByLabelText('Save as')).toBeNull();
});

test('a file is picked, or dropped anywhere; what is dragged within the page is none', async () => {
  const { onOpenFile } = draw();
  const file = new File(['{}'], 'polder.layerkey.json');
  fireEvent.change(screen.getByLabelText('Open…', { selector: 'input' }), { target: { files: [file] } });
  expect(onOpenFile).toHaveBeenCalledTimes(1);
  const drag = (kind: 'dragover' | 'drop', held: string) => {
    const event = new Event(kind, { bubbles: true, cancelable: true });
    document.body.dispatchEvent(Object.assign(event, { dataTransfer: { types: [held], files: [file] } }));
    return event.defaultPrevented;
  };
  expect([drag('dragover', 'text/plain'), drag('drop', 'text/plain')]).toEqual([false, false]);
  await settle();
  expect(onOpenFile).toHaveBeenCalledTimes(1);
  expect(drag('dragover', 'Files')).toBe(true);
  await settle();
  expect(screen.getByText('Drop the project file here')).toBeTruthy();
  expect(drag('drop', 'Files')).toBe(true);
  await settle();
  expect(onOpenFile.mock.calls).toEqual([[file], [file]]);
  expect(screen.queryByText('Drop the project file here')).toBeNull();
});

test('recent projects are opened from the menu, those without a name and those with the same as well', async () => {
  const { onOpenKept, show } = draw();
  press('Recent');
  await settle();
  const items = screen.getAllByRole('menuitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Dikes · .*2001/),
    expect.stringMatching(/^Untitled map · .*2001/),
    expect.stringMatching(/^Dikes · .*2001.* \(2\)$/),
    'Remove from this list…',
  ]);
  fireEvent.click(items[1] as HTMLElement);
  expect(onOpenKept.mock.calls).toEqual([['projec2']]);
  show({ kept: [] });
  expect(screen.queryByRole('button', { name: 'Recent' })).toBeNull();
});

test('recent projects are taken from the list, and the focus stays in it', async () => {
  const { onDropKept, show } = draw();
  press('Recent');
  await settle();
  fireEvent.click(screen.getByText('Remove from this list…'));
  await settle();
  const list = screen.getByRole('region', { name: 'Recent' });
  expect(list.textContent).toMatch(/Files that you saved stay where they are/);
  fireEvent.click(within(list).getByRole('button', { name: 'Remove Untitled map' }));
  expect(onDropKept.mock.calls).toEqual([['projec2']]);
  show({ kept: KEPT.filter(({ id }) => id !== 'projec2') });
  expect(list.contains(document.activeElement)).toBe(true);
  press('Close');
  await settle();
  expect(screen.queryByRole('region', { name: 'Recent' })).toBeNull();
});

test('what is to be known of the project is one calm note, and can be put away', () => {
  const dismiss = vi.fn();
  const note = (props: Partial<Parameters<typeof ProjectNotice>[0]>, tongue = t, locale = 'en') => (
    <LanguageContext value={{ t: tongue, locale }}>
      <ProjectNotice trouble={null} moved={[]} onDismiss={dismiss} {...props} />
    </LanguageContext>
  );
  const drawn = render(note({}));
  expect(drawn.container.textContent).toBe('');
  drawn.rerender(note({ moved: ['geo.example.com', 'tiles.example.org'] }));
  expect(screen.getByRole('status').textContent).toMatch(
    /^A key or password stood in an address of geo\.example\.com and tiles\.example\.org\./,
  );
  press('Dismiss');
  expect(dismiss).toHaveBeenCalledTimes(1);
  drawn.rerender(note({ trouble: { code: 'projectNewer', values: [] } }));
  expect(screen.getByRole('alert').textContent).toMatch(/newer Layerkey\. Update Layerkey/);
  drawn.rerender(note({ moved: ['geo.example.com'] }, inFrench, 'fr'));
  expect(screen.getByRole('status').textContent).toMatch(/adresse de geo\.example\.com/);
});
