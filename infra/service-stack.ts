import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addAcknowledgeEscalation } from './acknowledge-escalation.ts';
import { addAgentApi } from './agent-api.ts';
import { Alarms } from './alarms.ts';
import { addChatChannel } from './chat-channel.ts';
import { addClocks } from './clocks.ts';
import type { DataStack } from './data-stack.ts';
import { addDescribeApi } from './describe-api.ts';
import { addEmailChannel } from './email-channel.ts';
import { makeHttpApi } from './http-api.ts';
import { addMonitoring } from './monitoring.ts';
import { addNotices } from './notices.ts';
import { addPhoneChannel } from './phone-channel.ts';
import { addReceiveForm } from './receive-form.ts';
import { addReceiveWebhook } from './receive-webhook.ts';
import { refuseDeployment } from './refuse-deployment.ts';
import type { CodeOf } from './service-function.ts';
import { addShowRequest } from './show-request.ts';
import type { Stage } from './stages.ts';
import { makeWebSocketApi } from './web-socket-api.ts';
import { addWebhooks } from './webhooks.ts';

/** Everything that can be thrown away and deployed again: functions, queues, rules, the API, dashboards and alarms. */
export class ServiceStack extends Stack {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly code: CodeOf;
  readonly alarms: Alarms;

  constructor(scope: Construct, stage: Stage, data: DataStack, code: CodeOf) {
    super(scope, `Guichet-${stage.name}-service`, {
      description: `Guichet ${stage.name}: channels, clocks, notices, the agents' API`,
    });
    // What this stack uses of the data stack cannot be removed there while it is used.
    this.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'strong');
    if (stage.mailDomainIsExample) refuseDeployment(this);
    this.stage = stage;
    this.data = data;
    this.code = code;
    this.alarms = new Alarms(this, stage);

    const channel = addEmailChannel(this);
    const httpApi = makeHttpApi(this);
    const webSocketApi = makeWebSocketApi(this);
    const periodic = addClocks(this);
    const phone = addPhoneChannel(this, httpApi, periodic);
    const webhooks = addWebhooks(this, channel);
    addNotices(this, channel, httpApi, webSocketApi, phone, webhooks);
    addAgentApi(this, httpApi, channel, webhooks);
    addAcknowledgeEscalation(this, httpApi);
    addReceiveForm(this, httpApi);
    addShowRequest(this, httpApi);
    addReceiveWebhook(this, httpApi);
    addChatChannel(this, webSocketApi, httpApi);
    addDescribeApi(this, httpApi);
    addMonitoring(this);
  }
}
