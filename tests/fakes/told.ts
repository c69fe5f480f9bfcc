import type { Told } from '../../lib/sign-in/row-facts.ts';

/** A page whose requests told nothing, on a computer with a network. */
export const NOTHING_TOLD: Told = {
  now: 1_800_000_000_000,
  online: true,
  notes: [],
  answeredWell: new Map(),
  guards: new Map(),
  checks: new Map(),
  certificates: [],
};

/** The choices of the settings page about noticing, as they are at first. */
export const NO_NOTICING = { noticeEverywhere: false, hiddenWarnings: [] };
