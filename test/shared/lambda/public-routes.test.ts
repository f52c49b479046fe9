import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../../../shared/lambda/html-pages.ts';
import { sourceReader } from '../../../shared/lambda/public-routes.ts';

const event = (headers: Record<string, string>) =>
  ({ headers, requestContext: { http: { sourceIp: '192.0.2.1' } } }) as unknown as PageEvent;

describe('where a request comes from', () => {
  it('is what API Gateway saw, whatever a header claims', () => {
    const claimed = event({ 'guichet-viewer-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' });
    expect(sourceReader(undefined)(claimed)).toBe('192.0.2.1');
  });
  it('is what CloudFront says, where CloudFront stands before it', () => {
    const behind = sourceReader('guichet-viewer-address');
    expect(behind(event({ 'guichet-viewer-address': '203.0.113.9' }))).toBe('203.0.113.9');
    expect(behind(event({}))).toBe('192.0.2.1');
  });
});
