import { describe, expect, it } from 'vitest';
import { matchRoute, parseRouteKey } from '../../../../infra/local/http-api/route-matching.ts';

/** The example of AWS's own page on routes, with a few more. */
const routes = [
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'ANY /pets/dog/{id}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'POST /pets',
].map(parseRouteKey);

const keyFor = (method: string, path: string) => matchRoute(routes, method, path)?.route.key;

describe('matching a route', () => {
  it('prefers a literal path to a variable, a variable to a greedy one, and all to $default', () => {
    expect(keyFor('GET', '/pets/dog/1')).toBe('GET /pets/dog/1');
    expect(keyFor('GET', '/pets/dog/2')).toBe('GET /pets/dog/{id}');
    expect(keyFor('GET', '/pets/cat/1')).toBe('GET /pets/{proxy+}');
    expect(keyFor('POST', '/test/5')).toBe('ANY /{proxy+}');
  });

  it('prefers a route that names the method to one for any', () => {
    expect(keyFor('GET', '/pets/dog/2')).toBe('GET /pets/dog/{id}');
    expect(keyFor('DELETE', '/pets/dog/2')).toBe('ANY /pets/dog/{id}');
  });

  it('goes on to a less specific route when the method does not fit', () => {
    expect(keyFor('PUT', '/pets')).toBe('ANY /{proxy+}');
    expect(keyFor('PUT', '/')).toBe('$default');
  });

  it('gives the variables of the path, a greedy one with its slashes', () => {
    expect(matchRoute(routes, 'GET', '/pets/dog/rex')?.parameters).toEqual({ id: 'rex' });
    expect(matchRoute(routes, 'GET', '/pets/cat/and/mouse')?.parameters).toEqual({ proxy: 'cat/and/mouse' });
  });

  it('lets no variable be empty', () => {
    expect(matchRoute([parseRouteKey('GET /pets/{id}')], 'GET', '/pets/')).toBeUndefined();
    expect(matchRoute([parseRouteKey('GET /{proxy+}')], 'GET', '/')).toBeUndefined();
  });

  it.each(['FETCH /x', 'GET x', 'GET /{proxy+}/x'])('refuses the key %s', (key) => {
    expect(() => parseRouteKey(key)).toThrow(key);
  });
});
