import { describe, expect, it } from 'vitest';
import { isOwnHost, isOwnOrigin } from '../../../playground/page/guard.ts';

describe('isOwnHost', () => {
  it.each([
    'localhost:8080',
    'localhost',
    'playground.localhost:8080',
    '127.0.0.1:8080',
    '[::1]:8080',
    '192.168.1.20:8080',
    'studio.local:8080',
    'STUDIO.LOCAL:8080',
  ])('takes %s', (host) => expect(isOwnHost(host, 'studio.local')).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'a b',
  ])('refuses %s', (host) => expect(isOwnHost(host, '127.0.0.1')).toBe(false));
});

describe('isOwnOrigin', () => {
  it.each([
    ['http://localhost:8080', true],
    ['http://localhost:9090', false],
    ['http://evil.example', false],
    ['null', false],
    [undefined, false],
  ])('answers %s with %s', (origin, own) => expect(isOwnOrigin(origin, 'localhost:8080')).toBe(own));
});
