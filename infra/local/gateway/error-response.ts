import type { AwsError, AwsResponse, ErrorFormat } from '../service.ts';
import { xmlElement } from './xml.ts';

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Writes an error as the service's protocol does. Both spellings of `message` are there: services differ, clients read either. */
export function errorResponse(error: AwsError, format: ErrorFormat, requestId: string): AwsResponse {
  const { code, message, status, details } = error;
  switch (format) {
    case 'json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code.slice(code.lastIndexOf('#') + 1) },
        body: JSON.stringify({ __type: code, message, Message: message, ...details }),
      };
    case 'query-xml':
      return {
        status,
        headers: { 'content-type': 'text/xml' },
        body:
          `${xmlHead}<ErrorResponse><Error>${xmlElement('Type', status < 500 ? 'Sender' : 'Receiver')}` +
          `${xmlElement('Code', code)}${xmlElement('Message', message)}</Error>${xmlElement('RequestId', requestId)}</ErrorResponse>`,
      };
    case 's3-xml':
      return {
        status,
        headers: { 'content-type': 'application/xml' },
        body: `${xmlHead}<Error>${xmlElement('Code', code)}${xmlElement('Message', message)}${xmlElement('RequestId', requestId)}</Error>`,
      };
  }
}
