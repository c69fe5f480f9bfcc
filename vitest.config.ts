import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [preact()],
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: ['tests/{unit,components,background}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
        },
      },
      {
        test: {
          name: 'browsers',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Browsers, nginx and Xvfb share two cores and one screen: one file after the other.
          fileParallelism: false,
        },
      },
    ],
  },
});
