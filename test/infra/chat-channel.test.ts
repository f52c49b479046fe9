import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { nothing, ofType, type Resource, synthesized } from './synthesized.ts';

const body = synthesized(nothing).service;
const template = Template.fromJSON(body);

describe('the chat', () => {
  const [[, api]] = ofType(body, 'AWS::ApiGatewayV2::Api').filter(
    ([, { Properties }]) => Properties?.ProtocolType === 'WEBSOCKET',
  ) as [[string, Resource]];

  test('has one function behind every handshake, message and end, throttled', () => {
    expect(api.Properties).toMatchObject({ RouteSelectionExpression: '$request.body.action' });
    const keys = ofType(body, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => String(Properties?.RouteKey));
    expect(keys.filter((key) => key.startsWith('$'))).toEqual(['$connect', '$disconnect', '$default']);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: 'chat',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  test('is told to its functions by the address of the API and its stage', () => {
    for (const name of ['ReceiveChat', 'SendNotices', 'ServeWidget']) {
      const [, fn] = ofType(body, 'AWS::Lambda::Function').find(([id]) => id.startsWith(name)) ?? [];
      const { CHAT_URL } = Object(fn?.Properties).Environment.Variables;
      expect(CHAT_URL).toEqual({
        'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^ChatApi/), 'ApiEndpoint'] }, '/chat']],
      });
    }
  });
});
