import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/programs/deploy-git/decide';

const seven = { deployed: 's3://models/fraud/7', token: 7 };
const six = { deployed: 's3://models/fraud/6', token: 6 };

describe('what a file means for who wants to write version 7', () => {
  it.each([
    ['there is none', undefined, 'write'],
    ['it says an older version', six, 'write'],
    ['it says so already', seven, 'unchanged'],
    ['somebody newer wrote it', { ...six, token: 8 }, 'lost'],
  ] as const)('%s', (_, found, decision) => {
    expect(decide(found, seven)).toBe(decision);
  });
});

describe('what a file means for who gives version 7 a share of the traffic', () => {
  it.each([
    ['it has the share', { ...seven, shared: true }, 'unchanged'],
    ['it has all of it by now', { ...seven, shared: false }, 'unchanged'],
    ['it says an older version', { ...six, shared: false }, 'write'],
  ] as const)('%s', (_, found, decision) => {
    expect(decide(found, { ...seven, shared: true })).toBe(decision);
  });
});

describe('what a file means for who gives version 7 all of the traffic', () => {
  it.each([
    ['it has a share', { ...seven, shared: true }, 'write'],
    ['it has all of it already', { ...seven, shared: false }, 'unchanged'],
    ['there is none', undefined, 'lost'],
    ['it says another version', { ...six, shared: true }, 'lost'],
    ['it says another version with the same token', { ...six, token: 7, shared: true }, 'lost'],
    ['somebody newer wrote it', { ...seven, token: 8, shared: true }, 'lost'],
  ] as const)('%s', (_, found, decision) => {
    expect(decide(found, { ...seven, shared: false })).toBe(decision);
  });
});
