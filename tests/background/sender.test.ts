import { expect, test } from 'vitest';
import { isFromOwnPage } from '../../entrypoints/background/sender.ts';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const ORIGIN = `chrome-extension://${ID}/`;
const own = { id: ID, url: `${ORIGIN}popup.html`, frameId: 0 };
const hears = (sender: Parameters<typeof isFromOwnPage>[0]) => isFromOwnPage(sender, ID, ORIGIN);

test.each([
  ['the popup', { ...own, frameId: undefined }],
  ['a page of ours in a tab', own],
  ['with a query', { ...own, url: `${ORIGIN}popup.html?tab=3` }],
])('%s is heard', (_, sender) => {
  expect(hears(sender)).toBe(true);
});

test.each([
  ['a web page', { id: undefined, url: 'https://evil.example/', frameId: 0 }],
  ['a content script of ours in a tab', { id: ID, url: 'https://maps.example.org/', frameId: 0 }],
  ['another extension', { ...own, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' }],
  ['another extension whose address begins like ours', { ...own, url: `chrome-extension://${ID}.evil/x` }],
  ['our page inside a frame of somebody', { ...own, frameId: 7 }],
  ['the page that asks for the worker', { ...own, url: `${ORIGIN}offscreen.html?5f2c` }],
  ['nobody in particular', { id: ID, url: undefined, frameId: undefined }],
  ['an address that only speaks of ours', { ...own, url: `https://evil.example/${ORIGIN}popup.html` }],
])('%s is not', (_, sender) => {
  expect(hears(sender)).toBe(false);
});
