import { describe, expect, it } from 'vitest';
import { contentDisposition, isRefusedEnding, outgoingKey, servedType } from '../../../shared/notices/outgoing-files.ts';

describe('the type under which a file is handed out', () => {
  it.each(['application/pdf', 'image/png', 'text/plain'])('is its own for %s', (type) => expect(servedType(type)).toBe(type));
  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/javascript', 'x/y', ''])(
    'is that of bytes for %s, which a browser might run',
    (type) => expect(servedType(type)).toBe('application/octet-stream'),
  );
});

describe('the name under which a file is handed out', () => {
  it('is there in full and in plain characters', () => {
    expect(contentDisposition('Été (1).pdf')).toBe(
      `attachment; filename="_t_ _1_.pdf"; filename*=UTF-8''%c3%89t%c3%a9%20%281%29.pdf`.replace(/%c3%(89|a9)/g, (all) =>
        all.toUpperCase(),
      ),
    );
  });
  it('ends no header, whatever it is', () => {
    for (const name of ['a"; x=y', 'a\r\nSet-Cookie: x', 'a\u0000b', "a'b*c", '\ud800', '报告.pdf'])
      expect(contentDisposition(name)).toMatch(/^attachment; filename="[\w. -]*"; filename\*=UTF-8''[\w.~!%-]*$/);
  });
});

describe('an ending that SES refuses', () => {
  it.each(['setup.exe', 'SETUP.EXE', 'a.b.vbs', 'link.lnk'])('is known: %s', (name) => expect(isRefusedEnding(name)).toBe(true));
  it.each(['report.pdf', 'exe', 'exe.zip', 'a.exe.', 'readme'])('is not seen where there is none: %s', (name) =>
    expect(isRefusedEnding(name)).toBe(name === 'exe'),
  );
});

describe('the key of an agent’s file', () => {
  it('keeps tickets apart', () => expect(outgoingKey('tkt_1', 'att_2')).toBe('outgoing/tkt_1/att_2'));
});
