import { expect, it } from 'vitest';
import { formatBytes } from '../../../src/wording/formatBytes';

it('sizes are in decimal units', () => expect([0, 512, 1500, 23_400_000].map(formatBytes)).toEqual(['0 B', '512 B', '1.5 kB', '23 MB']));
