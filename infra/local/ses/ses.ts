import type { Activity } from '../activity.ts';
import { xmlElement } from '../gateway/xml.ts';
import { AwsError, type AwsRequest, type Service } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { domainOf } from './addresses.ts';
import { composeMail } from './compose.ts';
import { createEventDestinations, type Publisher } from './event-destinations.ts';
import { createIdentities } from './identities.ts';
import { mailDate } from './mail-date.ts';
import { readHeaders } from './mail-headers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { checkHeaders, checkSize } from './outgoing-checks.ts';
import { outgoingMail } from './outgoing-mail.ts';
import { readSendRequest, type SendRequest } from './send-request.ts';
import { eventsFor, type ReportedMail, type SendingEventType, sendingEventJson } from './sending-events.ts';
import { messageIdHeader, sentMailId } from './ses-ids.ts';

export interface SesOptions {
  app: App;
  clock: VirtualClock;
  topics: Publisher;
  activity: Activity;
  /** Told of events that no topic took. */
  onError: (error: unknown, label: string) => void;
}

export interface Ses {
  service: Service;
  mailbox: Mailbox;
  /** Validates the topics of the event destinations, as SES does when they are made. Throws when one refuses. */
  start(): void;
}

/** Outgoing mail of SES (API v1: SendEmail and SendRawEmail), outside the sandbox: every recipient, every identity of the template verified. */
export function createSes({ app, clock, topics, activity, onError }: SesOptions): Ses {
  const identities = createIdentities(app);
  const destinations = createEventDestinations(app, topics);
  const mailbox = createMailbox();
  // Permissions and handling both need the request read, and it can be 14 MB.
  const read = new WeakMap<AwsRequest, SendRequest>();
  const requestOf = (request: AwsRequest): SendRequest => {
    const known = read.get(request) ?? readSendRequest(request);
    read.set(request, known);
    return known;
  };

  const report = (configurationSet: string, mail: ReportedMail) => {
    const publish = (type: SendingEventType, recipient: string) => {
      try {
        destinations.publish(configurationSet, type, sendingEventJson(app, type, mail, recipient, clock.now()));
      } catch (error) {
        onError(error, `${type} event of mail ${mail.messageId}`);
      }
    };
    publish('Send', '');
    for (const recipient of mail.recipients) for (const type of eventsFor(recipient)) publish(type, recipient);
  };

  /** After the answer, or before it arrives: on AWS either can be first, too. */
  const reportLater = (configurationSet: string, mail: ReportedMail) => {
    const done = activity.begin('ses events');
    setImmediate(() => {
      report(configurationSet, mail);
      done();
    });
  };

  const send = async (request: SendRequest, caller: string): Promise<string> => {
    const { source, fromAddress, recipients, senders, tags } = request;
    const identity = identities.of(fromAddress);
    for (const sender of senders) identities.of(sender);
    const configurationSet = request.configurationSet ?? identity.configurationSet;
    if (configurationSet !== undefined && !destinations.sets.has(configurationSet)) {
      throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${configurationSet}> does not exist.`);
    }
    const raw = request.raw ?? (await composeMail(request.form));
    checkSize(raw);
    const headers = readHeaders(raw);
    checkHeaders(headers);

    const at = clock.now();
    const messageId = sentMailId(app.region, at);
    const sent = outgoingMail(raw, headers, messageIdHeader(app.region, messageId), mailDate(at));
    mailbox.add({ messageId, from: fromAddress, to: recipients, raw: sent, at, tags });
    if (configurationSet !== undefined) {
      const ownTags = Object.entries(tags).map(([name, value]): [string, string[]] => [name, [value]]);
      const allTags: Record<string, string[]> = {
        'ses:operation': [request.operation],
        'ses:configuration-set': [configurationSet],
        'ses:source-ip': ['127.0.0.1'],
        'ses:from-domain': [domainOf(fromAddress)],
        'ses:caller-identity': [caller],
        ...Object.fromEntries(ownTags),
      };
      reportLater(configurationSet, { messageId, at, source, sourceArn: identity.arn, recipients, headers, tags: allTags });
    }
    return messageId;
  };

  const service: Service = {
    name: 'ses',
    errorFormat: 'query-xml',
    deniedStatus: 403,
    requirements: (request) => {
      const { operation, fromAddress, recipients, configurationSet } = requestOf(request);
      const context = { 'ses:FromAddress': fromAddress, 'ses:Recipients': recipients };
      const own = { action: `ses:${operation}`, resource: identities.of(fromAddress).arn, context };
      if (configurationSet === undefined) return [own];
      const setArn = `arn:aws:ses:${app.region}:${app.account}:configuration-set/${configurationSet}`;
      return [own, { ...own, resource: setArn }];
    },
    handle: async (awsRequest) => {
      const request = requestOf(awsRequest);
      const { principal } = awsRequest;
      const caller = principal.type === 'role' ? (principal.roleArn.split('/').at(-1) ?? '') : principal.type;
      const messageId = await send(request, caller);
      const name = `${request.operation}Response`;
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body:
          `<${name} xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${request.operation}Result>${xmlElement('MessageId', messageId)}` +
          `</${request.operation}Result><ResponseMetadata>${xmlElement('RequestId', messageId)}</ResponseMetadata></${name}>`,
      };
    },
  };

  return { service, mailbox, start: () => destinations.start() };
}
