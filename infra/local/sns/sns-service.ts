import { xmlElement } from '../gateway/xml.ts';
import { AwsError, type AwsRequest, type Service, unknownOperation } from '../service.ts';

export interface Publication {
  topicArn: string;
  message: string;
  subject?: string | undefined;
  attributes: Record<string, { dataType: string; stringValue?: string | undefined }>;
}

function publicationOf({ body }: AwsRequest): Publication {
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? '';
  if (action !== 'Publish') throw unknownOperation('sns', action);
  for (const name of ['PhoneNumber', 'TargetArn', 'MessageStructure', 'MessageGroupId']) {
    if (form.has(name)) throw unknownOperation('sns', `Publish with ${name}`);
  }
  const topicArn = form.get('TopicArn');
  if (topicArn === null)
    throw new AwsError('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
  const attributes: Publication['attributes'] = {};
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry++) {
    const member = (name: string) => form.get(`MessageAttributes.entry.${entry}.${name}`) ?? '';
    if (form.has(`MessageAttributes.entry.${entry}.Value.BinaryValue`))
      throw unknownOperation('sns', 'Publish with binary attributes');
    attributes[member('Name')] = { dataType: member('Value.DataType'), stringValue: member('Value.StringValue') };
  }
  return { topicArn, message: form.get('Message') ?? '', subject: form.get('Subject') ?? undefined, attributes };
}

/** SNS on the wire (AWS Query protocol): Publish to a topic, nothing else. The endpoint has checked the policies by then. */
export function createSnsService(publish: (publication: Publication) => string): Service {
  return {
    name: 'sns',
    errorFormat: 'query-xml',
    deniedStatus: 403,
    requirements: (request) => [{ action: 'sns:Publish', resource: publicationOf(request).topicArn }],
    handle: async (request) => {
      const messageId = publish(publicationOf(request));
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>${xmlElement('MessageId', messageId)}</PublishResult></PublishResponse>`,
      };
    },
  };
}
