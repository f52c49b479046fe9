import { lowerAlphanumeric, stableCharacters } from '../stable-names.ts';
import { arnOf, type Facts, type Kind, type Kinds, nameOf, regionalArn } from './kind.ts';

/** API Gateway chooses the ids of everything in an API: ten characters for the API, seven for its parts. */
const chosenId = (length: number) => (facts: Facts) => stableCharacters(facts.seed, length, lowerAlphanumeric);

const partOfApi = (collection: string, attribute: string): Kind => ({
  name: chosenId(7),
  arn: (part) => `arn:aws:apigateway:${part.region}::/apis/${part.text('ApiId')}/${collection}/${part.name}`,
  attributes: { [attribute]: nameOf },
});

const inPool = (collection: string) => (part: Facts) =>
  regionalArn('cognito-idp', part, `userpool/${part.text('UserPoolId')}/${collection}/${part.name}`);

export const apiKinds: Kinds = {
  'AWS::ApiGatewayV2::Api': {
    name: chosenId(10),
    arn: (api) => `arn:aws:apigateway:${api.region}::/apis/${api.name}`,
    attributes: {
      ApiId: nameOf,
      ApiEndpoint: (api) => (api.text('ProtocolType') === 'WEBSOCKET' ? api.endpoints.ws : api.endpoints.http),
      ExecuteApiArn: (api) => regionalArn('execute-api', api, api.name),
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    named: 'StageName',
    arn: (stage) => `arn:aws:apigateway:${stage.region}::/apis/${stage.text('ApiId')}/stages/${stage.name}`,
  },
  'AWS::ApiGatewayV2::Route': partOfApi('routes', 'RouteId'),
  'AWS::ApiGatewayV2::Integration': partOfApi('integrations', 'IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': partOfApi('authorizers', 'AuthorizerId'),
  'AWS::ApiGatewayV2::Deployment': partOfApi('deployments', 'DeploymentId'),

  'AWS::Cognito::UserPool': {
    name: (pool) => `${pool.region}_${stableCharacters(pool.seed, 9, lowerAlphanumeric)}`,
    arn: (pool) => regionalArn('cognito-idp', pool, `userpool/${pool.name}`),
    attributes: {
      Arn: arnOf,
      UserPoolId: nameOf,
      ProviderName: (pool) => `cognito-idp.${pool.region}.amazonaws.com/${pool.name}`,
      // The local token issuer stands in for the pool, so what trusts this URL trusts its tokens.
      ProviderURL: (pool) => `${pool.endpoints.http}/_local/issuer`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    name: chosenId(26),
    arn: inPool('client'),
    attributes: { ClientId: nameOf, Name: (client) => client.text('ClientName') ?? client.logicalId },
  },
  'AWS::Cognito::UserPoolGroup': { named: 'GroupName', longest: 128, arn: inPool('group') },
  'AWS::Cognito::UserPoolDomain': { named: 'Domain', longest: 63, arn: inPool('domain') },
  'AWS::Cognito::UserPoolResourceServer': { named: 'Identifier', longest: 256, arn: inPool('resource-server') },
};
