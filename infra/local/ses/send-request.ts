import { type AwsRequest, unknownOperation } from '../service.ts';
import { bareAddresses, statedAddresses } from './addresses.ts';
import { members } from './compose.ts';
import { type HeaderBlock, headerValue, readHeaders } from './mail-headers.ts';
import { readTags } from './message-tags.ts';
import { checkAddress, checkHeaders, checkRecipients, checkSize, invalidValue } from './outgoing-checks.ts';

/** A checked request to send a mail. */
export interface SendRequest {
  operation: 'SendEmail' | 'SendRawEmail';
  form: URLSearchParams;
  /** The message of SendRawEmail; that of SendEmail is still to be composed. */
  raw: Buffer | undefined;
  /** The From header as it was written; SES calls it the source in its events. */
  source: string;
  fromAddress: string;
  /** Every address that must belong to an identity: From, Source, Sender, Return-Path. */
  senders: string[];
  recipients: string[];
  configurationSet: string | undefined;
  tags: Record<string, string>;
}

/** Sending for somebody else's identity; refused rather than ignored. */
const crossAccount = ['SourceArn', 'FromArn', 'ReturnPathArn'];
const noHeaders: HeaderBlock = { fields: [], newline: '\r\n' };

function operationOf(form: URLSearchParams): SendRequest['operation'] {
  const action = form.get('Action') ?? '';
  if (action !== 'SendEmail' && action !== 'SendRawEmail') throw unknownOperation('ses', action);
  const stranger = crossAccount.find((name) => form.has(name));
  if (stranger !== undefined) throw unknownOperation('ses', `${action} with ${stranger}`);
  return action;
}

function rawMessage(form: URLSearchParams): Buffer {
  const data = form.get('RawMessage.Data');
  if (data === null || data === '') throw invalidValue('Missing required parameter RawMessage.Data');
  const raw = Buffer.from(data, 'base64');
  checkSize(raw);
  return raw;
}

function recipientsOf(operation: SendRequest['operation'], form: URLSearchParams, headers: HeaderBlock): string[] {
  if (operation === 'SendEmail')
    return ['To', 'Cc', 'Bcc'].flatMap((kind) => members(form, `Destination.${kind}Addresses`)).flatMap(statedAddresses);
  const named = members(form, 'Destinations').flatMap(statedAddresses);
  return named.length > 0 ? named : ['to', 'cc', 'bcc'].flatMap((name) => statedAddresses(headerValue(headers, name)));
}

/**
 * Reads SendEmail or SendRawEmail (AWS Query protocol). Throws `AwsError`: InvalidParameterValue for what SES refuses in the message,
 * `unknownOperation` for other operations. Identities and configuration sets are not looked at here.
 */
export function readSendRequest({ body }: AwsRequest): SendRequest {
  const form = new URLSearchParams(body.toString('latin1'));
  const operation = operationOf(form);
  const raw = operation === 'SendRawEmail' ? rawMessage(form) : undefined;
  const headers = raw ? readHeaders(raw) : noHeaders;
  if (raw) checkHeaders(headers);
  const source = (raw ? headerValue(headers, 'from') : form.get('Source')) ?? '';
  const [fromAddress = source] = bareAddresses(source);
  const others = [
    form.get('Source'),
    form.get('ReturnPath'),
    headerValue(headers, 'sender'),
    headerValue(headers, 'return-path'),
  ];
  const senders = [fromAddress, ...others.flatMap((header) => bareAddresses(header ?? undefined))];
  senders.forEach(checkAddress);
  const recipients = recipientsOf(operation, form, headers);
  checkRecipients(recipients);
  const configurationSet = form.get('ConfigurationSetName') ?? headerValue(headers, 'x-ses-configuration-set');
  const tags = readTags(headerValue(headers, 'x-ses-message-tags'), form);
  return { operation, form, raw, source, fromAddress, senders: [...new Set(senders)], recipients, configurationSet, tags };
}
