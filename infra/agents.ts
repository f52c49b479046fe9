import { CfnOutput, Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Stage } from './stages.ts';

/** What a person may do. Carried in the token as `cognito:groups`. */
export const agentGroups = ['agent', 'manager', 'admin'] as const;

/** Accounts of the people who answer tickets, and the client by which their pages sign them in. */
export class Agents extends Construct {
  readonly issuer: string;
  readonly clientId: string;

  constructor(stack: Stack, stage: Stage) {
    super(stack, 'Agents');
    const pool = userPool(this);
    for (const groupName of agentGroups) new cognito.UserPoolGroup(this, `${groupName}Group`, { userPool: pool, groupName });
    // The sign-in page. Its prefix is shared by all AWS accounts of a Region, hence the account's number.
    const domain = pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `guichet-${stage.name}-${stack.account}` } });
    const client = pool.addClient('Pages', {
      // A page in a browser can keep no secret: authorization code with PKCE, which Cognito accepts of any client that sends a challenge.
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        ...signInPages(stage),
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
    });
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = client.userPoolClientId;

    new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(stack, 'UserPoolClientId', { value: client.userPoolClientId });
    new CfnOutput(stack, 'SignInUrl', { value: domain.baseUrl() });
  }
}

function userPool(scope: Construct): cognito.UserPool {
  const pool = new cognito.UserPool(scope, 'Pool', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    // Agents read other people's mail: a password alone does not open it.
    mfa: cognito.Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(pool).acknowledge({
    id: 'AwsSolutions-COG8',
    reason:
      'The Plus tier adds risk scores per sign-in, at a price per person. Accounts are few, made by an admin, and need an authenticator.',
  });
  return pool;
}

/**
 * Where Cognito may send a person back to. It refuses a client of this kind without any; until a page has an origin, that is only a
 * page on the developer's own machine, the one plain-HTTP address that Cognito accepts.
 */
function signInPages(stage: Stage) {
  const origins = stage.corsOrigins.length > 0 ? stage.corsOrigins : ['http://localhost:4400'];
  const pages = origins.map((origin) => `${origin}/`);
  return { callbackUrls: pages, logoutUrls: pages };
}
